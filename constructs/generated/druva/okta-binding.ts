// Made by `npm run generate` with CDKTF's own generator: never edited by hand.
// @ts-nocheck
// https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface OktaBindingConfig extends cdktf.TerraformMetaArguments {
  /**
  * The Okta app's id.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#app_id OktaBinding#app_id}
  */
  readonly appId: string;
  /**
  * Which entry of the provider's `okta` reaches it. Default: "default".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#okta OktaBinding#okta}
  */
  readonly okta?: string | undefined;
  /**
  * Who writes the token. "okta": okta_app_connection has written it before; it is saved once more, because Okta tests what is being saved. "person": Okta's API refuses this app. Default: "druva". One of "druva", "okta", "person".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#through OktaBinding#through}
  */
  readonly through?: string | undefined;
  /**
  * For a person's app: the fingerprint that somebody entered and tested in the Admin Console.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#confirmed OktaBinding#confirmed}
  */
  readonly confirmed?: string | undefined;
  /**
  * The SCIM base URL that is saved with the token. Default: the provider's.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#base_url OktaBinding#base_url}
  */
  readonly baseUrl?: string | undefined;
  /**
  * Of the token that must be held: unknown in a rotation, which plans the update. Null: the saved credentials are tested, whatever they are, and nothing is written.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#fingerprint OktaBinding#fingerprint}
  */
  readonly fingerprint?: string | undefined;
  /**
  * The token that is written. Write-only: it is not stored.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#token_wo OktaBinding#token_wo}
  */
  readonly tokenWo?: string | undefined;
  /**
  * RFC 3339: when the token before was last seen to work; for the gap's upper bound.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#old_token_last_valid_at OktaBinding#old_token_last_valid_at}
  */
  readonly oldTokenLastValidAt?: string | undefined;
  /**
  * RFC 3339: when the new token was first seen to work; for the gap's lower bound.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#proven_at OktaBinding#proven_at}
  */
  readonly provenAt?: string | undefined;
  /**
  * Why this binding cannot be tested. A new token is still written, and the vendor's answer to that counts as just that. Every plan repeats it.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#untestable OktaBinding#untestable}
  */
  readonly untestable?: string | undefined;
}

/**
* Represents a {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding druva_okta_binding}
*/
export class OktaBinding extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "druva_okta_binding";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a OktaBinding resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the OktaBinding to import
  * @param importFromId The id of the existing OktaBinding that should be imported. Refer to the {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the OktaBinding to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "druva_okta_binding", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/okta_binding druva_okta_binding} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options OktaBindingConfig
  */
  public constructor(scope: Construct, id: string, config: OktaBindingConfig) {
    super(scope, id, {
      terraformResourceType: 'druva_okta_binding',
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
    this._appId = config.appId;
    this._okta = config.okta;
    this._through = config.through;
    this._confirmed = config.confirmed;
    this._baseUrl = config.baseUrl;
    this._fingerprint = config.fingerprint;
    this._tokenWo = config.tokenWo;
    this._oldTokenLastValidAt = config.oldTokenLastValidAt;
    this._provenAt = config.provenAt;
    this._untestable = config.untestable;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // app_id - computed: false, optional: false, required: true
  private _appId?: string; 
  public get appId() {
    return this.getStringAttribute('app_id');
  }
  public set appId(value: string) {
    this._appId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get appIdInput() {
    return this._appId;
  }

  // okta - computed: false, optional: true, required: false
  private _okta?: string; 
  public get okta() {
    return this.getStringAttribute('okta');
  }
  public set okta(value: string) {
    this._okta = value;
  }
  public resetOkta() {
    this._okta = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get oktaInput() {
    return this._okta;
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

  // confirmed - computed: false, optional: true, required: false
  private _confirmed?: string; 
  public get confirmed() {
    return this.getStringAttribute('confirmed');
  }
  public set confirmed(value: string) {
    this._confirmed = value;
  }
  public resetConfirmed() {
    this._confirmed = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get confirmedInput() {
    return this._confirmed;
  }

  // base_url - computed: false, optional: true, required: false
  private _baseUrl?: string; 
  public get baseUrl() {
    return this.getStringAttribute('base_url');
  }
  public set baseUrl(value: string) {
    this._baseUrl = value;
  }
  public resetBaseUrl() {
    this._baseUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get baseUrlInput() {
    return this._baseUrl;
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
      app_id: cdktf.stringToTerraform(this._appId),
      okta: cdktf.stringToTerraform(this._okta),
      through: cdktf.stringToTerraform(this._through),
      confirmed: cdktf.stringToTerraform(this._confirmed),
      base_url: cdktf.stringToTerraform(this._baseUrl),
      fingerprint: cdktf.stringToTerraform(this._fingerprint),
      token_wo: cdktf.stringToTerraform(this._tokenWo),
      old_token_last_valid_at: cdktf.stringToTerraform(this._oldTokenLastValidAt),
      proven_at: cdktf.stringToTerraform(this._provenAt),
      untestable: cdktf.stringToTerraform(this._untestable),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      app_id: {
        value: cdktf.stringToHclTerraform(this._appId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      okta: {
        value: cdktf.stringToHclTerraform(this._okta),
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
      confirmed: {
        value: cdktf.stringToHclTerraform(this._confirmed),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      base_url: {
        value: cdktf.stringToHclTerraform(this._baseUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
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
