// Made by `npm run generate` with CDKTF's own generator: never edited by hand.
// @ts-nocheck
// https://terraform.local/providers/druva-scim/druva/latest/docs
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DruvaProviderConfig {
  /**
  * Druva's SCIM base URL. Environment: DRUVA_SCIM_URL. Default: https://apis.druva.com/insync/scim.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#scim_url DruvaProvider#scim_url}
  */
  readonly scimUrl?: string | undefined;
  /**
  * Where interrupted rotations are remembered. Environment: DRUVA_SCIM_JOURNAL_DIR. Default: $XDG_STATE_HOME/druva-scim.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#journal_dir DruvaProvider#journal_dir}
  */
  readonly journalDir?: string | undefined;
  /**
  * Applications that hold the token of another Druva tenant, as "entra/<object id>" or "okta/<app id>": nothing warns of them. The constructs fill it in.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#bound_elsewhere DruvaProvider#bound_elsewhere}
  */
  readonly boundElsewhere?: string[] | undefined;
  /**
  * Ways to Entra tenants, by name. Default: one, "default", from the ARM_* variables that azuread reads.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#entra DruvaProvider#entra}
  */
  readonly entra?: { [key: string]: DruvaProviderEntra } | cdktf.IResolvable | undefined;
  /**
  * Ways to Okta organizations, by name. Default: one, "default", from the OKTA_* variables that okta reads.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#okta DruvaProvider#okta}
  */
  readonly okta?: { [key: string]: DruvaProviderOkta } | cdktf.IResolvable | undefined;
  /**
  * Alias name
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#alias DruvaProvider#alias}
  */
  readonly alias?: string | undefined;
}
export interface DruvaProviderEntra {
  /**
  * Environment: ARM_TENANT_ID.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#tenant_id DruvaProvider#tenant_id}
  */
  readonly tenantId?: string | undefined;
  /**
  * Environment: ARM_CLIENT_ID or ARM_CLIENT_ID_FILE_PATH.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#client_id DruvaProvider#client_id}
  */
  readonly clientId?: string | undefined;
  /**
  * Environment: ARM_CLIENT_SECRET or ARM_CLIENT_SECRET_FILE_PATH.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#client_secret DruvaProvider#client_secret}
  */
  readonly clientSecret?: string | undefined;
  /**
  * A PEM file with certificate and key. Environment: ARM_CLIENT_CERTIFICATE_PATH.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#client_certificate_path DruvaProvider#client_certificate_path}
  */
  readonly clientCertificatePath?: string | undefined;
  /**
  * Environment: ARM_CLIENT_CERTIFICATE_PASSWORD.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#client_certificate_password DruvaProvider#client_certificate_password}
  */
  readonly clientCertificatePassword?: string | undefined;
  /**
  * A workload's identity, as GitHub Actions, Azure DevOps and clusters give one. Environment: ARM_USE_OIDC.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#use_oidc DruvaProvider#use_oidc}
  */
  readonly useOidc?: boolean | cdktf.IResolvable | undefined;
  /**
  * Environment: ARM_USE_CLI.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#use_cli DruvaProvider#use_cli}
  */
  readonly useCli?: boolean | cdktf.IResolvable | undefined;
  /**
  * Environment: ARM_USE_MSI.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#use_msi DruvaProvider#use_msi}
  */
  readonly useMsi?: boolean | cdktf.IResolvable | undefined;
  /**
  * "public" (default), "usgovernment", "usgovernmentl5" or "china". Environment: ARM_ENVIRONMENT.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#environment DruvaProvider#environment}
  */
  readonly environment?: string | undefined;
  /**
  * Host[:port] that serves the cloud's metadata. Environment: ARM_METADATA_HOSTNAME.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#metadata_host DruvaProvider#metadata_host}
  */
  readonly metadataHost?: string | undefined;
}

export function druvaProviderEntraToTerraform(struct?: DruvaProviderEntra | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    tenant_id: cdktf.stringToTerraform(struct!.tenantId),
    client_id: cdktf.stringToTerraform(struct!.clientId),
    client_secret: cdktf.stringToTerraform(struct!.clientSecret),
    client_certificate_path: cdktf.stringToTerraform(struct!.clientCertificatePath),
    client_certificate_password: cdktf.stringToTerraform(struct!.clientCertificatePassword),
    use_oidc: cdktf.booleanToTerraform(struct!.useOidc),
    use_cli: cdktf.booleanToTerraform(struct!.useCli),
    use_msi: cdktf.booleanToTerraform(struct!.useMsi),
    environment: cdktf.stringToTerraform(struct!.environment),
    metadata_host: cdktf.stringToTerraform(struct!.metadataHost),
  }
}


export function druvaProviderEntraToHclTerraform(struct?: DruvaProviderEntra | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    tenant_id: {
      value: cdktf.stringToHclTerraform(struct!.tenantId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_id: {
      value: cdktf.stringToHclTerraform(struct!.clientId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_secret: {
      value: cdktf.stringToHclTerraform(struct!.clientSecret),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_certificate_path: {
      value: cdktf.stringToHclTerraform(struct!.clientCertificatePath),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_certificate_password: {
      value: cdktf.stringToHclTerraform(struct!.clientCertificatePassword),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    use_oidc: {
      value: cdktf.booleanToHclTerraform(struct!.useOidc),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    use_cli: {
      value: cdktf.booleanToHclTerraform(struct!.useCli),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    use_msi: {
      value: cdktf.booleanToHclTerraform(struct!.useMsi),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    environment: {
      value: cdktf.stringToHclTerraform(struct!.environment),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    metadata_host: {
      value: cdktf.stringToHclTerraform(struct!.metadataHost),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface DruvaProviderOkta {
  /**
  * Environment: OKTA_ORG_NAME.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#org_name DruvaProvider#org_name}
  */
  readonly orgName?: string | undefined;
  /**
  * Default: "okta.com". Environment: OKTA_BASE_URL.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#base_url DruvaProvider#base_url}
  */
  readonly baseUrl?: string | undefined;
  /**
  * Environment: OKTA_API_TOKEN.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#api_token DruvaProvider#api_token}
  */
  readonly apiToken?: string | undefined;
  /**
  * An OAuth access token, made elsewhere. Environment: OKTA_ACCESS_TOKEN.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#access_token DruvaProvider#access_token}
  */
  readonly accessToken?: string | undefined;
  /**
  * Environment: OKTA_API_CLIENT_ID.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#client_id DruvaProvider#client_id}
  */
  readonly clientId?: string | undefined;
  /**
  * PEM. Environment: OKTA_API_PRIVATE_KEY.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#private_key DruvaProvider#private_key}
  */
  readonly privateKey?: string | undefined;
  /**
  * Environment: OKTA_API_PRIVATE_KEY_ID.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#private_key_id DruvaProvider#private_key_id}
  */
  readonly privateKeyId?: string | undefined;
  /**
  * Environment: OKTA_API_SCOPES. Separated by commas there.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs#scopes DruvaProvider#scopes}
  */
  readonly scopes?: string[] | undefined;
}

export function druvaProviderOktaToTerraform(struct?: DruvaProviderOkta | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    org_name: cdktf.stringToTerraform(struct!.orgName),
    base_url: cdktf.stringToTerraform(struct!.baseUrl),
    api_token: cdktf.stringToTerraform(struct!.apiToken),
    access_token: cdktf.stringToTerraform(struct!.accessToken),
    client_id: cdktf.stringToTerraform(struct!.clientId),
    private_key: cdktf.stringToTerraform(struct!.privateKey),
    private_key_id: cdktf.stringToTerraform(struct!.privateKeyId),
    scopes: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.scopes),
  }
}


export function druvaProviderOktaToHclTerraform(struct?: DruvaProviderOkta | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    org_name: {
      value: cdktf.stringToHclTerraform(struct!.orgName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    base_url: {
      value: cdktf.stringToHclTerraform(struct!.baseUrl),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    api_token: {
      value: cdktf.stringToHclTerraform(struct!.apiToken),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    access_token: {
      value: cdktf.stringToHclTerraform(struct!.accessToken),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_id: {
      value: cdktf.stringToHclTerraform(struct!.clientId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    private_key: {
      value: cdktf.stringToHclTerraform(struct!.privateKey),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    private_key_id: {
      value: cdktf.stringToHclTerraform(struct!.privateKeyId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    scopes: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.scopes),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}


/**
* Represents a {@link https://terraform.local/providers/druva-scim/druva/latest/docs druva}
*/
export class DruvaProvider extends cdktf.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "druva";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DruvaProvider resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DruvaProvider to import
  * @param importFromId The id of the existing DruvaProvider that should be imported. Refer to the {@link https://terraform.local/providers/druva-scim/druva/latest/docs#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DruvaProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "druva", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://terraform.local/providers/druva-scim/druva/latest/docs druva} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DruvaProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DruvaProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'druva',
      terraformGeneratorMetadata: {
        providerName: 'druva',
        providerVersionConstraint: '0.1.0'
      },
      terraformProviderSource: 'terraform.local/druva-scim/druva'
    });
    this._scimUrl = config.scimUrl;
    this._journalDir = config.journalDir;
    this._boundElsewhere = config.boundElsewhere;
    this._entra = config.entra;
    this._okta = config.okta;
    this._alias = config.alias;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // scim_url - computed: false, optional: true, required: false
  private _scimUrl?: string; 
  public get scimUrl() {
    return this._scimUrl;
  }
  public set scimUrl(value: string | undefined) {
    this._scimUrl = value;
  }
  public resetScimUrl() {
    this._scimUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scimUrlInput() {
    return this._scimUrl;
  }

  // journal_dir - computed: false, optional: true, required: false
  private _journalDir?: string; 
  public get journalDir() {
    return this._journalDir;
  }
  public set journalDir(value: string | undefined) {
    this._journalDir = value;
  }
  public resetJournalDir() {
    this._journalDir = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get journalDirInput() {
    return this._journalDir;
  }

  // bound_elsewhere - computed: false, optional: true, required: false
  private _boundElsewhere?: string[]; 
  public get boundElsewhere() {
    return this._boundElsewhere;
  }
  public set boundElsewhere(value: string[] | undefined) {
    this._boundElsewhere = value;
  }
  public resetBoundElsewhere() {
    this._boundElsewhere = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get boundElsewhereInput() {
    return this._boundElsewhere;
  }

  // entra - computed: false, optional: true, required: false
  private _entra?: { [key: string]: DruvaProviderEntra } | cdktf.IResolvable; 
  public get entra() {
    return this._entra;
  }
  public set entra(value: { [key: string]: DruvaProviderEntra } | cdktf.IResolvable | undefined) {
    this._entra = value;
  }
  public resetEntra() {
    this._entra = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get entraInput() {
    return this._entra;
  }

  // okta - computed: false, optional: true, required: false
  private _okta?: { [key: string]: DruvaProviderOkta } | cdktf.IResolvable; 
  public get okta() {
    return this._okta;
  }
  public set okta(value: { [key: string]: DruvaProviderOkta } | cdktf.IResolvable | undefined) {
    this._okta = value;
  }
  public resetOkta() {
    this._okta = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get oktaInput() {
    return this._okta;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string; 
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      scim_url: cdktf.stringToTerraform(this._scimUrl),
      journal_dir: cdktf.stringToTerraform(this._journalDir),
      bound_elsewhere: cdktf.listMapper(cdktf.stringToTerraform, false)(this._boundElsewhere),
      entra: cdktf.hashMapper(druvaProviderEntraToTerraform)(this._entra),
      okta: cdktf.hashMapper(druvaProviderOktaToTerraform)(this._okta),
      alias: cdktf.stringToTerraform(this._alias),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      scim_url: {
        value: cdktf.stringToHclTerraform(this._scimUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      journal_dir: {
        value: cdktf.stringToHclTerraform(this._journalDir),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      bound_elsewhere: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._boundElsewhere),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      entra: {
        value: cdktf.hashMapperHcl(druvaProviderEntraToHclTerraform)(this._entra),
        isBlock: true,
        type: "map",
        storageClassType: "DruvaProviderEntraMap",
      },
      okta: {
        value: cdktf.hashMapperHcl(druvaProviderOktaToHclTerraform)(this._okta),
        isBlock: true,
        type: "map",
        storageClassType: "DruvaProviderOktaMap",
      },
      alias: {
        value: cdktf.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
