// Made by `npm run generate` with CDKTF's own generator: never edited by hand.
// @ts-nocheck
// https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface EntraBindingConfig extends cdktf.TerraformMetaArguments {
  /**
  * The enterprise application's object id.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#service_principal_id EntraBinding#service_principal_id}
  */
  readonly servicePrincipalId: string;
  /**
  * Which entry of the provider's `entra` reaches it. Default: "default".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#entra EntraBinding#entra}
  */
  readonly entra?: string | undefined;
  /**
  * The provisioning job; needed where the principal has several.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#job_id EntraBinding#job_id}
  */
  readonly jobId?: string | undefined;
  /**
  * Who writes the token. "azuread": azuread_synchronization_secret has written it before; here it is tested, and written where it fails. Default: "druva". One of "druva", "azuread".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#through EntraBinding#through}
  */
  readonly through?: string | undefined;
  /**
  * The SCIM base URL that is saved with the token. Default: the provider's.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#base_address EntraBinding#base_address}
  */
  readonly baseAddress?: string | undefined;
  /**
  * Exactly this is saved as the Tenant URL, a query included. Default: the SCIM base URL; a saved URL that differs from it only in its query stays.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#tenant_url EntraBinding#tenant_url}
  */
  readonly tenantUrl?: string | undefined;
  /**
  * Values of SyncAll and SyncNotificationSettings, where Graph hides them: they are saved again with each token.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#hidden_settings EntraBinding#hidden_settings}
  */
  readonly hiddenSettings?: { [key: string]: string } | undefined;
  /**
  * Of the token that must be held: unknown in a rotation, which plans the update. Null: the saved credentials are tested, whatever they are, and nothing is written.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#fingerprint EntraBinding#fingerprint}
  */
  readonly fingerprint?: string | undefined;
  /**
  * The token that is written. Write-only: it is not stored.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#token_wo EntraBinding#token_wo}
  */
  readonly tokenWo?: string | undefined;
  /**
  * RFC 3339: when the token before was last seen to work; for the gap's upper bound.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#old_token_last_valid_at EntraBinding#old_token_last_valid_at}
  */
  readonly oldTokenLastValidAt?: string | undefined;
  /**
  * RFC 3339: when the new token was first seen to work; for the gap's lower bound.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#proven_at EntraBinding#proven_at}
  */
  readonly provenAt?: string | undefined;
  /**
  * Why this binding cannot be tested. A new token is still written, and the vendor's answer to that counts as just that. Every plan repeats it.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#untestable EntraBinding#untestable}
  */
  readonly untestable?: string | undefined;
}

/**
* Represents a {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding druva_entra_binding}
*/
export class EntraBinding extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "druva_entra_binding";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a EntraBinding resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the EntraBinding to import
  * @param importFromId The id of the existing EntraBinding that should be imported. Refer to the {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the EntraBinding to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "druva_entra_binding", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/entra_binding druva_entra_binding} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EntraBindingConfig
  */
  public constructor(scope: Construct, id: string, config: EntraBindingConfig) {
    super(scope, id, {
      terraformResourceType: 'druva_entra_binding',
      terraformGeneratorMetadata: {
        providerName: 'druva',
        providerVersionConstraint: '0.1.0'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._servicePrincipalId = config.servicePrincipalId;
    this._entra = config.entra;
    this._jobId = config.jobId;
    this._through = config.through;
    this._baseAddress = config.baseAddress;
    this._tenantUrl = config.tenantUrl;
    this._hiddenSettings = config.hiddenSettings;
    this._fingerprint = config.fingerprint;
    this._tokenWo = config.tokenWo;
    this._oldTokenLastValidAt = config.oldTokenLastValidAt;
    this._provenAt = config.provenAt;
    this._untestable = config.untestable;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // service_principal_id - computed: false, optional: false, required: true
  private _servicePrincipalId?: string; 
  public get servicePrincipalId() {
    return this.getStringAttribute('service_principal_id');
  }
  public set servicePrincipalId(value: string) {
    this._servicePrincipalId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get servicePrincipalIdInput() {
    return this._servicePrincipalId;
  }

  // entra - computed: false, optional: true, required: false
  private _entra?: string; 
  public get entra() {
    return this.getStringAttribute('entra');
  }
  public set entra(value: string) {
    this._entra = value;
  }
  public resetEntra() {
    this._entra = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get entraInput() {
    return this._entra;
  }

  // job_id - computed: false, optional: true, required: false
  private _jobId?: string; 
  public get jobId() {
    return this.getStringAttribute('job_id');
  }
  public set jobId(value: string) {
    this._jobId = value;
  }
  public resetJobId() {
    this._jobId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get jobIdInput() {
    return this._jobId;
  }

  // through - computed: false, optional: true, required: false
  private _through?: string; 
  public get through() {
    return this.getStringAttribute('through');
  }
  public set through(value: string) {
    this._through = value;
  }
  public resetThrough() {
    this._through = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get throughInput() {
    return this._through;
  }

  // base_address - computed: false, optional: true, required: false
  private _baseAddress?: string; 
  public get baseAddress() {
    return this.getStringAttribute('base_address');
  }
  public set baseAddress(value: string) {
    this._baseAddress = value;
  }
  public resetBaseAddress() {
    this._baseAddress = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get baseAddressInput() {
    return this._baseAddress;
  }

  // tenant_url - computed: false, optional: true, required: false
  private _tenantUrl?: string; 
  public get tenantUrl() {
    return this.getStringAttribute('tenant_url');
  }
  public set tenantUrl(value: string) {
    this._tenantUrl = value;
  }
  public resetTenantUrl() {
    this._tenantUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tenantUrlInput() {
    return this._tenantUrl;
  }

  // hidden_settings - computed: false, optional: true, required: false
  private _hiddenSettings?: { [key: string]: string }; 
  public get hiddenSettings() {
    return this.getStringMapAttribute('hidden_settings');
  }
  public set hiddenSettings(value: { [key: string]: string }) {
    this._hiddenSettings = value;
  }
  public resetHiddenSettings() {
    this._hiddenSettings = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hiddenSettingsInput() {
    return this._hiddenSettings;
  }

  // fingerprint - computed: false, optional: true, required: false
  private _fingerprint?: string; 
  public get fingerprint() {
    return this.getStringAttribute('fingerprint');
  }
  public set fingerprint(value: string) {
    this._fingerprint = value;
  }
  public resetFingerprint() {
    this._fingerprint = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get fingerprintInput() {
    return this._fingerprint;
  }

  // token_wo - computed: false, optional: true, required: false
  private _tokenWo?: string; 
  public get tokenWo() {
    return this.getStringAttribute('token_wo');
  }
  public set tokenWo(value: string) {
    this._tokenWo = value;
  }
  public resetTokenWo() {
    this._tokenWo = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tokenWoInput() {
    return this._tokenWo;
  }

  // old_token_last_valid_at - computed: false, optional: true, required: false
  private _oldTokenLastValidAt?: string; 
  public get oldTokenLastValidAt() {
    return this.getStringAttribute('old_token_last_valid_at');
  }
  public set oldTokenLastValidAt(value: string) {
    this._oldTokenLastValidAt = value;
  }
  public resetOldTokenLastValidAt() {
    this._oldTokenLastValidAt = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get oldTokenLastValidAtInput() {
    return this._oldTokenLastValidAt;
  }

  // proven_at - computed: false, optional: true, required: false
  private _provenAt?: string; 
  public get provenAt() {
    return this.getStringAttribute('proven_at');
  }
  public set provenAt(value: string) {
    this._provenAt = value;
  }
  public resetProvenAt() {
    this._provenAt = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get provenAtInput() {
    return this._provenAt;
  }

  // untestable - computed: false, optional: true, required: false
  private _untestable?: string; 
  public get untestable() {
    return this.getStringAttribute('untestable');
  }
  public set untestable(value: string) {
    this._untestable = value;
  }
  public resetUntestable() {
    this._untestable = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get untestableInput() {
    return this._untestable;
  }

  // status - computed: true, optional: false, required: false
  public get status() {
    return this.getStringAttribute('status');
  }

  // evidence - computed: true, optional: false, required: false
  public get evidence() {
    return this.getStringAttribute('evidence');
  }

  // notes - computed: true, optional: false, required: false
  public get notes() {
    return this.getListAttribute('notes');
  }

  // verified_at - computed: true, optional: false, required: false
  public get verifiedAt() {
    return this.getStringAttribute('verified_at');
  }

  // evidence_since - computed: true, optional: false, required: false
  public get evidenceSince() {
    return this.getStringAttribute('evidence_since');
  }

  // gap_seconds - computed: true, optional: false, required: false
  public get gapSeconds() {
    return this.getNumberAttribute('gap_seconds');
  }

  // gap_seconds_at_least - computed: true, optional: false, required: false
  public get gapSecondsAtLeast() {
    return this.getNumberAttribute('gap_seconds_at_least');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      service_principal_id: cdktf.stringToTerraform(this._servicePrincipalId),
      entra: cdktf.stringToTerraform(this._entra),
      job_id: cdktf.stringToTerraform(this._jobId),
      through: cdktf.stringToTerraform(this._through),
      base_address: cdktf.stringToTerraform(this._baseAddress),
      tenant_url: cdktf.stringToTerraform(this._tenantUrl),
      hidden_settings: cdktf.hashMapper(cdktf.stringToTerraform)(this._hiddenSettings),
      fingerprint: cdktf.stringToTerraform(this._fingerprint),
      token_wo: cdktf.stringToTerraform(this._tokenWo),
      old_token_last_valid_at: cdktf.stringToTerraform(this._oldTokenLastValidAt),
      proven_at: cdktf.stringToTerraform(this._provenAt),
      untestable: cdktf.stringToTerraform(this._untestable),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      service_principal_id: {
        value: cdktf.stringToHclTerraform(this._servicePrincipalId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      entra: {
        value: cdktf.stringToHclTerraform(this._entra),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      job_id: {
        value: cdktf.stringToHclTerraform(this._jobId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      through: {
        value: cdktf.stringToHclTerraform(this._through),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      base_address: {
        value: cdktf.stringToHclTerraform(this._baseAddress),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      tenant_url: {
        value: cdktf.stringToHclTerraform(this._tenantUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      hidden_settings: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._hiddenSettings),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      fingerprint: {
        value: cdktf.stringToHclTerraform(this._fingerprint),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      token_wo: {
        value: cdktf.stringToHclTerraform(this._tokenWo),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      old_token_last_valid_at: {
        value: cdktf.stringToHclTerraform(this._oldTokenLastValidAt),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      proven_at: {
        value: cdktf.stringToHclTerraform(this._provenAt),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      untestable: {
        value: cdktf.stringToHclTerraform(this._untestable),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
