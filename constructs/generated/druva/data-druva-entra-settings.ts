// Made by `npm run generate` with CDKTF's own generator: never edited by hand.
// @ts-nocheck
// https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataDruvaEntraSettingsConfig extends cdktf.TerraformMetaArguments {
  /**
  * The enterprise application's object id.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings#service_principal_id DataDruvaEntraSettings#service_principal_id}
  */
  readonly servicePrincipalId: string;
  /**
  * Which entry of the provider's `entra` reaches it. Default: "default".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings#entra DataDruvaEntraSettings#entra}
  */
  readonly entra?: string | undefined;
  /**
  * Exactly this is saved as the Tenant URL, a query included. Default: the SCIM base URL; a saved URL that differs from it only in its query stays.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings#tenant_url DataDruvaEntraSettings#tenant_url}
  */
  readonly tenantUrl?: string | undefined;
  /**
  * Values of SyncAll and SyncNotificationSettings, where Graph hides them: they are saved again with each token.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings#hidden_settings DataDruvaEntraSettings#hidden_settings}
  */
  readonly hiddenSettings?: { [key: string]: string } | undefined;
}
export interface DataDruvaEntraSettingsCredentials {
}

export function dataDruvaEntraSettingsCredentialsToTerraform(struct?: DataDruvaEntraSettingsCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function dataDruvaEntraSettingsCredentialsToHclTerraform(struct?: DataDruvaEntraSettingsCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class DataDruvaEntraSettingsCredentialsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): DataDruvaEntraSettingsCredentials | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataDruvaEntraSettingsCredentials | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // key - computed: true, optional: false, required: false
  public get key() {
    return this.getStringAttribute('key');
  }

  // value - computed: true, optional: false, required: false
  public get value() {
    return this.getStringAttribute('value');
  }
}

export class DataDruvaEntraSettingsCredentialsList extends cdktf.ComplexList {

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(protected terraformResource: cdktf.IInterpolatingParent, protected terraformAttribute: string, protected wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet)
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): DataDruvaEntraSettingsCredentialsOutputReference {
    return new DataDruvaEntraSettingsCredentialsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings druva_entra_settings}
*/
export class DataDruvaEntraSettings extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "druva_entra_settings";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataDruvaEntraSettings resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataDruvaEntraSettings to import
  * @param importFromId The id of the existing DataDruvaEntraSettings that should be imported. Refer to the {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataDruvaEntraSettings to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "druva_entra_settings", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://terraform.local/providers/druva-scim/druva/latest/docs/data-sources/entra_settings druva_entra_settings} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataDruvaEntraSettingsConfig
  */
  public constructor(scope: Construct, id: string, config: DataDruvaEntraSettingsConfig) {
    super(scope, id, {
      terraformResourceType: 'druva_entra_settings',
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
    this._tenantUrl = config.tenantUrl;
    this._hiddenSettings = config.hiddenSettings;
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

  // credentials - computed: true, optional: false, required: false
  private _credentials = new DataDruvaEntraSettingsCredentialsList(this, "credentials", false);
  public get credentials() {
    return this._credentials;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      service_principal_id: cdktf.stringToTerraform(this._servicePrincipalId),
      entra: cdktf.stringToTerraform(this._entra),
      tenant_url: cdktf.stringToTerraform(this._tenantUrl),
      hidden_settings: cdktf.hashMapper(cdktf.stringToTerraform)(this._hiddenSettings),
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
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
