// Made by `npm run generate` with CDKTF's own generator: never edited by hand.
// @ts-nocheck
// https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface CommandBindingConfig extends cdktf.TerraformMetaArguments {
  /**
  * The command binding's name.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#name CommandBinding#name}
  */
  readonly name: string;
  /**
  * Program and arguments, without a shell; gets the token as DRUVA_SCIM_TOKEN and the URL as DRUVA_SCIM_URL.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#bind_command CommandBinding#bind_command}
  */
  readonly bindCommand: string[];
  /**
  * Program and arguments, without a shell; gets DRUVA_SCIM_FINGERPRINT and DRUVA_SCIM_URL, never the token. Exit code 0: holds it, 10: does not, else: no verdict.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#test_command CommandBinding#test_command}
  */
  readonly testCommand: string[];
  /**
  * Names of the further variables that both commands get, beside PATH.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#environment CommandBinding#environment}
  */
  readonly environment?: string[] | undefined;
  /**
  * For each command. Default: 60. 1 or more.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#deadline_seconds CommandBinding#deadline_seconds}
  */
  readonly deadlineSeconds?: number | undefined;
  /**
  * The SCIM base URL that both commands get. Default: the provider's.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#base_url CommandBinding#base_url}
  */
  readonly baseUrl?: string | undefined;
  /**
  * Of the token that must be held: unknown in a rotation, which plans the update. Null: the saved credentials are tested, whatever they are, and nothing is written.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#fingerprint CommandBinding#fingerprint}
  */
  readonly fingerprint?: string | undefined;
  /**
  * The token that is written. Write-only: it is not stored.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#token_wo CommandBinding#token_wo}
  */
  readonly tokenWo?: string | undefined;
  /**
  * RFC 3339: when the token before was last seen to work; for the gap's upper bound.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#old_token_last_valid_at CommandBinding#old_token_last_valid_at}
  */
  readonly oldTokenLastValidAt?: string | undefined;
  /**
  * RFC 3339: when the new token was first seen to work; for the gap's lower bound.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#proven_at CommandBinding#proven_at}
  */
  readonly provenAt?: string | undefined;
  /**
  * Why this binding cannot be tested. A new token is still written, and the vendor's answer to that counts as just that. Every plan repeats it.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#untestable CommandBinding#untestable}
  */
  readonly untestable?: string | undefined;
}

/**
* Represents a {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding druva_command_binding}
*/
export class CommandBinding extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "druva_command_binding";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a CommandBinding resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the CommandBinding to import
  * @param importFromId The id of the existing CommandBinding that should be imported. Refer to the {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the CommandBinding to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "druva_command_binding", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/command_binding druva_command_binding} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options CommandBindingConfig
  */
  public constructor(scope: Construct, id: string, config: CommandBindingConfig) {
    super(scope, id, {
      terraformResourceType: 'druva_command_binding',
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
    this._name = config.name;
    this._bindCommand = config.bindCommand;
    this._testCommand = config.testCommand;
    this._environment = config.environment;
    this._deadlineSeconds = config.deadlineSeconds;
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

  // name - computed: false, optional: false, required: true
  private _name?: string; 
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // bind_command - computed: false, optional: false, required: true
  private _bindCommand?: string[]; 
  public get bindCommand() {
    return this.getListAttribute('bind_command');
  }
  public set bindCommand(value: string[]) {
    this._bindCommand = value;
  }
  // Temporarily expose input value. Use with caution.
  public get bindCommandInput() {
    return this._bindCommand;
  }

  // test_command - computed: false, optional: false, required: true
  private _testCommand?: string[]; 
  public get testCommand() {
    return this.getListAttribute('test_command');
  }
  public set testCommand(value: string[]) {
    this._testCommand = value;
  }
  // Temporarily expose input value. Use with caution.
  public get testCommandInput() {
    return this._testCommand;
  }

  // environment - computed: false, optional: true, required: false
  private _environment?: string[]; 
  public get environment() {
    return this.getListAttribute('environment');
  }
  public set environment(value: string[]) {
    this._environment = value;
  }
  public resetEnvironment() {
    this._environment = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get environmentInput() {
    return this._environment;
  }

  // deadline_seconds - computed: false, optional: true, required: false
  private _deadlineSeconds?: number; 
  public get deadlineSeconds() {
    return this.getNumberAttribute('deadline_seconds');
  }
  public set deadlineSeconds(value: number) {
    this._deadlineSeconds = value;
  }
  public resetDeadlineSeconds() {
    this._deadlineSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deadlineSecondsInput() {
    return this._deadlineSeconds;
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
      name: cdktf.stringToTerraform(this._name),
      bind_command: cdktf.listMapper(cdktf.stringToTerraform, false)(this._bindCommand),
      test_command: cdktf.listMapper(cdktf.stringToTerraform, false)(this._testCommand),
      environment: cdktf.listMapper(cdktf.stringToTerraform, false)(this._environment),
      deadline_seconds: cdktf.numberToTerraform(this._deadlineSeconds),
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
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      bind_command: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._bindCommand),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      test_command: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._testCommand),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      environment: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._environment),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      deadline_seconds: {
        value: cdktf.numberToHclTerraform(this._deadlineSeconds),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
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
