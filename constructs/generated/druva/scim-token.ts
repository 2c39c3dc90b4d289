// Made by `npm run generate` with CDKTF's own generator: never edited by hand.
// @ts-nocheck
// https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface ScimTokenConfig extends cdktf.TerraformMetaArguments {
  /**
  * A short name for the Druva tenant: lower-case letters, digits and hyphens. Part of the journal's key and of the variable DRUVA_SCIM_TOKEN_<TENANT>. It cannot change.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#tenant ScimToken#tenant}
  */
  readonly tenant: string;
  /**
  * How the first token comes: observe watches what exists and knows no token, adopt takes over the token in use, which is handed over, issue makes one (and kills the one in use). One of "observe", "adopt", "issue".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#begin ScimToken#begin}
  */
  readonly begin: string;
  /**
  * Must be true with `begin = "issue"`: the token in use stops working.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#invalidate_existing ScimToken#invalidate_existing}
  */
  readonly invalidateExisting?: boolean | cdktf.IResolvable | undefined;
  /**
  * The day on which the token in use was generated, YYYY-MM-DD; not with `begin = "issue"`. Without it the age stays unknown.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#issued_on ScimToken#issued_on}
  */
  readonly issuedOn?: string | undefined;
  /**
  * When a token is due, and what then.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#policy ScimToken#policy}
  */
  readonly policy?: ScimTokenPolicy | undefined;
  /**
  * The reviewed wish for a higher generation.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#rotation_request ScimToken#rotation_request}
  */
  readonly rotationRequest?: ScimTokenRotationRequest | undefined;
  /**
  * The fingerprint of a new token that is this tenant's although nothing shows it: the old one was dead before, and the new one knows none of the users that are remembered.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#accept_unproven ScimToken#accept_unproven}
  */
  readonly acceptUnproven?: string | undefined;
  /**
  * Where a new token comes from. Default: kind "handover".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#issuer ScimToken#issuer}
  */
  readonly issuer?: ScimTokenIssuer | undefined;
  /**
  * The environment variables that a token is handed over in, first found first taken. Default: DRUVA_SCIM_TOKEN_<TENANT>.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#token_variables ScimToken#token_variables}
  */
  readonly tokenVariables?: string[] | undefined;
  /**
  * Everything that holds the token, as JSON: jsonencode([{ kind = "entra", id = "…", name = "…" }, …]). Every entry can have untestable; entra also provider, through, jobId, manageJob, tenantUrl, hiddenSettings; okta also provider, through; command also bindCommand, testCommand, environment, deadlineSeconds. The constructs fill it in. One text, because Terraform decodes it for every resource that refers to the token.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#consumers ScimToken#consumers}
  */
  readonly consumers?: string | undefined;
  /**
  * Consumers, as "<kind>/<id>", that are no longer managed; their credentials stay as they are.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#released ScimToken#released}
  */
  readonly released?: string[] | undefined;
  /**
  * Stops a rotation if an application of the same kind (same Entra gallery template or Okta catalogue entry) is neither in consumers nor in unrelated. With the issuer "command" the apply stops, before a token is issued. With a handover no apply stops: only `druva-scim preflight` and `druva-scim rotate` do, and a plan warns (unmanaged-holder).
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#require_all_bound ScimToken#require_all_bound}
  */
  readonly requireAllBound?: boolean | cdktf.IResolvable | undefined;
  /**
  * Applications of the same kind that do not hold this tenant's token, such as one for tests: "entra/<object id>" or "okta/<app id>". Nothing warns of them, and require_all_bound passes them.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#unrelated ScimToken#unrelated}
  */
  readonly unrelated?: string[] | undefined;
  /**
  * Lets a destroy release the token and all bindings; the token itself stays alive.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#allow_destroy ScimToken#allow_destroy}
  */
  readonly allowDestroy?: boolean | cdktf.IResolvable | undefined;
}
export interface ScimTokenPolicy {
  /**
  * How long Druva honours a token, in days. Default: 365. 1 to 365.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#lifetime_days ScimToken#lifetime_days}
  */
  readonly lifetimeDays?: number | undefined;
  /**
  * From how many days before its expiry a token is due. Default: 30. 0 or more.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#rotate_before_days ScimToken#rotate_before_days}
  */
  readonly rotateBeforeDays?: number | undefined;
  /**
  * reviewed (default): only a rotation request issues a token. automatic: a token that is due, expired or rejected is rotated too; needs the command issuer. One of "reviewed", "automatic".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#mode ScimToken#mode}
  */
  readonly mode?: string | undefined;
}

export function scimTokenPolicyToTerraform(struct?: ScimTokenPolicy | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    lifetime_days: cdktf.numberToTerraform(struct!.lifetimeDays),
    rotate_before_days: cdktf.numberToTerraform(struct!.rotateBeforeDays),
    mode: cdktf.stringToTerraform(struct!.mode),
  }
}


export function scimTokenPolicyToHclTerraform(struct?: ScimTokenPolicy | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    lifetime_days: {
      value: cdktf.numberToHclTerraform(struct!.lifetimeDays),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    rotate_before_days: {
      value: cdktf.numberToHclTerraform(struct!.rotateBeforeDays),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mode: {
      value: cdktf.stringToHclTerraform(struct!.mode),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ScimTokenPolicyOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ScimTokenPolicy | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._lifetimeDays !== undefined) {
      hasAnyValues = true;
      internalValueResult.lifetimeDays = this._lifetimeDays;
    }
    if (this._rotateBeforeDays !== undefined) {
      hasAnyValues = true;
      internalValueResult.rotateBeforeDays = this._rotateBeforeDays;
    }
    if (this._mode !== undefined) {
      hasAnyValues = true;
      internalValueResult.mode = this._mode;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ScimTokenPolicy | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._lifetimeDays = undefined;
      this._rotateBeforeDays = undefined;
      this._mode = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._lifetimeDays = value.lifetimeDays;
      this._rotateBeforeDays = value.rotateBeforeDays;
      this._mode = value.mode;
    }
  }

  // lifetime_days - computed: false, optional: true, required: false
  private _lifetimeDays?: number; 
  public get lifetimeDays() {
    return this.getNumberAttribute('lifetime_days');
  }
  public set lifetimeDays(value: number) {
    this._lifetimeDays = value;
  }
  public resetLifetimeDays() {
    this._lifetimeDays = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get lifetimeDaysInput() {
    return this._lifetimeDays;
  }

  // rotate_before_days - computed: false, optional: true, required: false
  private _rotateBeforeDays?: number; 
  public get rotateBeforeDays() {
    return this.getNumberAttribute('rotate_before_days');
  }
  public set rotateBeforeDays(value: number) {
    this._rotateBeforeDays = value;
  }
  public resetRotateBeforeDays() {
    this._rotateBeforeDays = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rotateBeforeDaysInput() {
    return this._rotateBeforeDays;
  }

  // mode - computed: false, optional: true, required: false
  private _mode?: string; 
  public get mode() {
    return this.getStringAttribute('mode');
  }
  public set mode(value: string) {
    this._mode = value;
  }
  public resetMode() {
    this._mode = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get modeInput() {
    return this._mode;
  }
}
export interface ScimTokenRotationRequest {
  /**
  * The generation that is wished for. A rotation is planned when it is above the present one; one that is not above it changes nothing. 1 or more.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#generation ScimToken#generation}
  */
  readonly generation: number;
  /**
  * Why, for those who review and those who look back.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#reason ScimToken#reason}
  */
  readonly reason: string;
  /**
  * The day of the request, YYYY-MM-DD. A lower bound for the age of a token that is handed over for it.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#date ScimToken#date}
  */
  readonly date: string;
}

export function scimTokenRotationRequestToTerraform(struct?: ScimTokenRotationRequest | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    generation: cdktf.numberToTerraform(struct!.generation),
    reason: cdktf.stringToTerraform(struct!.reason),
    date: cdktf.stringToTerraform(struct!.date),
  }
}


export function scimTokenRotationRequestToHclTerraform(struct?: ScimTokenRotationRequest | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    generation: {
      value: cdktf.numberToHclTerraform(struct!.generation),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    reason: {
      value: cdktf.stringToHclTerraform(struct!.reason),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    date: {
      value: cdktf.stringToHclTerraform(struct!.date),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ScimTokenRotationRequestOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ScimTokenRotationRequest | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._generation !== undefined) {
      hasAnyValues = true;
      internalValueResult.generation = this._generation;
    }
    if (this._reason !== undefined) {
      hasAnyValues = true;
      internalValueResult.reason = this._reason;
    }
    if (this._date !== undefined) {
      hasAnyValues = true;
      internalValueResult.date = this._date;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ScimTokenRotationRequest | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._generation = undefined;
      this._reason = undefined;
      this._date = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._generation = value.generation;
      this._reason = value.reason;
      this._date = value.date;
    }
  }

  // generation - computed: false, optional: false, required: true
  private _generation?: number; 
  public get generation() {
    return this.getNumberAttribute('generation');
  }
  public set generation(value: number) {
    this._generation = value;
  }
  // Temporarily expose input value. Use with caution.
  public get generationInput() {
    return this._generation;
  }

  // reason - computed: false, optional: false, required: true
  private _reason?: string; 
  public get reason() {
    return this.getStringAttribute('reason');
  }
  public set reason(value: string) {
    this._reason = value;
  }
  // Temporarily expose input value. Use with caution.
  public get reasonInput() {
    return this._reason;
  }

  // date - computed: false, optional: false, required: true
  private _date?: string; 
  public get date() {
    return this.getStringAttribute('date');
  }
  public set date(value: string) {
    this._date = value;
  }
  // Temporarily expose input value. Use with caution.
  public get dateInput() {
    return this._date;
  }
}
export interface ScimTokenIssuer {
  /**
  * handover: a person generates the token in Druva's console and gives it in the environment. command: a command of yours prints it. One of "handover", "command".
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#kind ScimToken#kind}
  */
  readonly kind: string;
  /**
  * For "command": program and arguments, started without a shell; prints {"token":"…"} on standard output.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#command ScimToken#command}
  */
  readonly command?: string[] | undefined;
  /**
  * For "command": names of the variables that the command gets, beside PATH and DRUVA_ROTATION_ID. It gets no others.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#environment ScimToken#environment}
  */
  readonly environment?: string[] | undefined;
  /**
  * For "command": how long it may take, in seconds. Default: 120. 1 or more.
  *
  * Docs at Terraform Registry: {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#deadline_seconds ScimToken#deadline_seconds}
  */
  readonly deadlineSeconds?: number | undefined;
}

export function scimTokenIssuerToTerraform(struct?: ScimTokenIssuer | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    kind: cdktf.stringToTerraform(struct!.kind),
    command: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.command),
    environment: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.environment),
    deadline_seconds: cdktf.numberToTerraform(struct!.deadlineSeconds),
  }
}


export function scimTokenIssuerToHclTerraform(struct?: ScimTokenIssuer | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    kind: {
      value: cdktf.stringToHclTerraform(struct!.kind),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    command: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.command),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    environment: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.environment),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    deadline_seconds: {
      value: cdktf.numberToHclTerraform(struct!.deadlineSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ScimTokenIssuerOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ScimTokenIssuer | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._kind !== undefined) {
      hasAnyValues = true;
      internalValueResult.kind = this._kind;
    }
    if (this._command !== undefined) {
      hasAnyValues = true;
      internalValueResult.command = this._command;
    }
    if (this._environment !== undefined) {
      hasAnyValues = true;
      internalValueResult.environment = this._environment;
    }
    if (this._deadlineSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.deadlineSeconds = this._deadlineSeconds;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ScimTokenIssuer | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._kind = undefined;
      this._command = undefined;
      this._environment = undefined;
      this._deadlineSeconds = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._kind = value.kind;
      this._command = value.command;
      this._environment = value.environment;
      this._deadlineSeconds = value.deadlineSeconds;
    }
  }

  // kind - computed: false, optional: false, required: true
  private _kind?: string; 
  public get kind() {
    return this.getStringAttribute('kind');
  }
  public set kind(value: string) {
    this._kind = value;
  }
  // Temporarily expose input value. Use with caution.
  public get kindInput() {
    return this._kind;
  }

  // command - computed: false, optional: true, required: false
  private _command?: string[]; 
  public get command() {
    return this.getListAttribute('command');
  }
  public set command(value: string[]) {
    this._command = value;
  }
  public resetCommand() {
    this._command = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get commandInput() {
    return this._command;
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
}
export interface ScimTokenUnmanaged {
}

export function scimTokenUnmanagedToTerraform(struct?: ScimTokenUnmanaged): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function scimTokenUnmanagedToHclTerraform(struct?: ScimTokenUnmanaged): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class ScimTokenUnmanagedOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): ScimTokenUnmanaged | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ScimTokenUnmanaged | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // kind - computed: true, optional: false, required: false
  public get kind() {
    return this.getStringAttribute('kind');
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // name - computed: true, optional: false, required: false
  public get name() {
    return this.getStringAttribute('name');
  }
}

export class ScimTokenUnmanagedList extends cdktf.ComplexList {

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
  public get(index: number): ScimTokenUnmanagedOutputReference {
    return new ScimTokenUnmanagedOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token druva_scim_token}
*/
export class ScimToken extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "druva_scim_token";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a ScimToken resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the ScimToken to import
  * @param importFromId The id of the existing ScimToken that should be imported. Refer to the {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the ScimToken to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "druva_scim_token", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://terraform.local/providers/druva-scim/druva/latest/docs/resources/scim_token druva_scim_token} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options ScimTokenConfig
  */
  public constructor(scope: Construct, id: string, config: ScimTokenConfig) {
    super(scope, id, {
      terraformResourceType: 'druva_scim_token',
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
    this._tenant = config.tenant;
    this._begin = config.begin;
    this._invalidateExisting = config.invalidateExisting;
    this._issuedOn = config.issuedOn;
    this._policy.internalValue = config.policy;
    this._rotationRequest.internalValue = config.rotationRequest;
    this._acceptUnproven = config.acceptUnproven;
    this._issuer.internalValue = config.issuer;
    this._tokenVariables = config.tokenVariables;
    this._consumers = config.consumers;
    this._released = config.released;
    this._requireAllBound = config.requireAllBound;
    this._unrelated = config.unrelated;
    this._allowDestroy = config.allowDestroy;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // tenant - computed: false, optional: false, required: true
  private _tenant?: string; 
  public get tenant() {
    return this.getStringAttribute('tenant');
  }
  public set tenant(value: string) {
    this._tenant = value;
  }
  // Temporarily expose input value. Use with caution.
  public get tenantInput() {
    return this._tenant;
  }

  // begin - computed: false, optional: false, required: true
  private _begin?: string; 
  public get begin() {
    return this.getStringAttribute('begin');
  }
  public set begin(value: string) {
    this._begin = value;
  }
  // Temporarily expose input value. Use with caution.
  public get beginInput() {
    return this._begin;
  }

  // invalidate_existing - computed: false, optional: true, required: false
  private _invalidateExisting?: boolean | cdktf.IResolvable; 
  public get invalidateExisting() {
    return this.getBooleanAttribute('invalidate_existing');
  }
  public set invalidateExisting(value: boolean | cdktf.IResolvable) {
    this._invalidateExisting = value;
  }
  public resetInvalidateExisting() {
    this._invalidateExisting = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get invalidateExistingInput() {
    return this._invalidateExisting;
  }

  // issued_on - computed: false, optional: true, required: false
  private _issuedOn?: string; 
  public get issuedOn() {
    return this.getStringAttribute('issued_on');
  }
  public set issuedOn(value: string) {
    this._issuedOn = value;
  }
  public resetIssuedOn() {
    this._issuedOn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get issuedOnInput() {
    return this._issuedOn;
  }

  // policy - computed: false, optional: true, required: false
  private _policy = new ScimTokenPolicyOutputReference(this, "policy");
  public get policy() {
    return this._policy;
  }
  public putPolicy(value: ScimTokenPolicy) {
    this._policy.internalValue = value;
  }
  public resetPolicy() {
    this._policy.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get policyInput() {
    return this._policy.internalValue;
  }

  // rotation_request - computed: false, optional: true, required: false
  private _rotationRequest = new ScimTokenRotationRequestOutputReference(this, "rotation_request");
  public get rotationRequest() {
    return this._rotationRequest;
  }
  public putRotationRequest(value: ScimTokenRotationRequest) {
    this._rotationRequest.internalValue = value;
  }
  public resetRotationRequest() {
    this._rotationRequest.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rotationRequestInput() {
    return this._rotationRequest.internalValue;
  }

  // accept_unproven - computed: false, optional: true, required: false
  private _acceptUnproven?: string; 
  public get acceptUnproven() {
    return this.getStringAttribute('accept_unproven');
  }
  public set acceptUnproven(value: string) {
    this._acceptUnproven = value;
  }
  public resetAcceptUnproven() {
    this._acceptUnproven = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get acceptUnprovenInput() {
    return this._acceptUnproven;
  }

  // issuer - computed: false, optional: true, required: false
  private _issuer = new ScimTokenIssuerOutputReference(this, "issuer");
  public get issuer() {
    return this._issuer;
  }
  public putIssuer(value: ScimTokenIssuer) {
    this._issuer.internalValue = value;
  }
  public resetIssuer() {
    this._issuer.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get issuerInput() {
    return this._issuer.internalValue;
  }

  // token_variables - computed: false, optional: true, required: false
  private _tokenVariables?: string[]; 
  public get tokenVariables() {
    return this.getListAttribute('token_variables');
  }
  public set tokenVariables(value: string[]) {
    this._tokenVariables = value;
  }
  public resetTokenVariables() {
    this._tokenVariables = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tokenVariablesInput() {
    return this._tokenVariables;
  }

  // consumers - computed: false, optional: true, required: false
  private _consumers?: string; 
  public get consumers() {
    return this.getStringAttribute('consumers');
  }
  public set consumers(value: string) {
    this._consumers = value;
  }
  public resetConsumers() {
    this._consumers = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get consumersInput() {
    return this._consumers;
  }

  // released - computed: false, optional: true, required: false
  private _released?: string[]; 
  public get released() {
    return this.getListAttribute('released');
  }
  public set released(value: string[]) {
    this._released = value;
  }
  public resetReleased() {
    this._released = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get releasedInput() {
    return this._released;
  }

  // require_all_bound - computed: false, optional: true, required: false
  private _requireAllBound?: boolean | cdktf.IResolvable; 
  public get requireAllBound() {
    return this.getBooleanAttribute('require_all_bound');
  }
  public set requireAllBound(value: boolean | cdktf.IResolvable) {
    this._requireAllBound = value;
  }
  public resetRequireAllBound() {
    this._requireAllBound = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get requireAllBoundInput() {
    return this._requireAllBound;
  }

  // unrelated - computed: false, optional: true, required: false
  private _unrelated?: string[]; 
  public get unrelated() {
    return this.getListAttribute('unrelated');
  }
  public set unrelated(value: string[]) {
    this._unrelated = value;
  }
  public resetUnrelated() {
    this._unrelated = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get unrelatedInput() {
    return this._unrelated;
  }

  // allow_destroy - computed: false, optional: true, required: false
  private _allowDestroy?: boolean | cdktf.IResolvable; 
  public get allowDestroy() {
    return this.getBooleanAttribute('allow_destroy');
  }
  public set allowDestroy(value: boolean | cdktf.IResolvable) {
    this._allowDestroy = value;
  }
  public resetAllowDestroy() {
    this._allowDestroy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get allowDestroyInput() {
    return this._allowDestroy;
  }

  // scim_url - computed: true, optional: false, required: false
  public get scimUrl() {
    return this.getStringAttribute('scim_url');
  }

  // token - computed: true, optional: false, required: false
  public get token() {
    return this.getStringAttribute('token');
  }

  // fingerprint - computed: true, optional: false, required: false
  public get fingerprint() {
    return this.getStringAttribute('fingerprint');
  }

  // past_fingerprints - computed: true, optional: false, required: false
  public get pastFingerprints() {
    return this.getListAttribute('past_fingerprints');
  }

  // generation - computed: true, optional: false, required: false
  public get generation() {
    return this.getNumberAttribute('generation');
  }

  // issued_at - computed: true, optional: false, required: false
  public get issuedAt() {
    return this.getStringAttribute('issued_at');
  }

  // expires_at - computed: true, optional: false, required: false
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }

  // rotate_at - computed: true, optional: false, required: false
  public get rotateAt() {
    return this.getStringAttribute('rotate_at');
  }

  // old_token_last_valid_at - computed: true, optional: false, required: false
  public get oldTokenLastValidAt() {
    return this.getStringAttribute('old_token_last_valid_at');
  }

  // proven_at - computed: true, optional: false, required: false
  public get provenAt() {
    return this.getStringAttribute('proven_at');
  }

  // status - computed: true, optional: false, required: false
  public get status() {
    return this.getStringAttribute('status');
  }

  // reason - computed: true, optional: false, required: false
  public get reason() {
    return this.getStringAttribute('reason');
  }

  // answer - computed: true, optional: false, required: false
  public get answer() {
    return this.getStringAttribute('answer');
  }

  // change - computed: true, optional: false, required: false
  public get change() {
    return this.getStringAttribute('change');
  }

  // cause - computed: true, optional: false, required: false
  public get cause() {
    return this.getStringAttribute('cause');
  }

  // steps - computed: true, optional: false, required: false
  public get steps() {
    return this.getListAttribute('steps');
  }

  // unmanaged - computed: true, optional: false, required: false
  private _unmanaged = new ScimTokenUnmanagedList(this, "unmanaged", false);
  public get unmanaged() {
    return this._unmanaged;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      tenant: cdktf.stringToTerraform(this._tenant),
      begin: cdktf.stringToTerraform(this._begin),
      invalidate_existing: cdktf.booleanToTerraform(this._invalidateExisting),
      issued_on: cdktf.stringToTerraform(this._issuedOn),
      policy: scimTokenPolicyToTerraform(this._policy.internalValue),
      rotation_request: scimTokenRotationRequestToTerraform(this._rotationRequest.internalValue),
      accept_unproven: cdktf.stringToTerraform(this._acceptUnproven),
      issuer: scimTokenIssuerToTerraform(this._issuer.internalValue),
      token_variables: cdktf.listMapper(cdktf.stringToTerraform, false)(this._tokenVariables),
      consumers: cdktf.stringToTerraform(this._consumers),
      released: cdktf.listMapper(cdktf.stringToTerraform, false)(this._released),
      require_all_bound: cdktf.booleanToTerraform(this._requireAllBound),
      unrelated: cdktf.listMapper(cdktf.stringToTerraform, false)(this._unrelated),
      allow_destroy: cdktf.booleanToTerraform(this._allowDestroy),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      tenant: {
        value: cdktf.stringToHclTerraform(this._tenant),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      begin: {
        value: cdktf.stringToHclTerraform(this._begin),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      invalidate_existing: {
        value: cdktf.booleanToHclTerraform(this._invalidateExisting),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      issued_on: {
        value: cdktf.stringToHclTerraform(this._issuedOn),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      policy: {
        value: scimTokenPolicyToHclTerraform(this._policy.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ScimTokenPolicy",
      },
      rotation_request: {
        value: scimTokenRotationRequestToHclTerraform(this._rotationRequest.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ScimTokenRotationRequest",
      },
      accept_unproven: {
        value: cdktf.stringToHclTerraform(this._acceptUnproven),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      issuer: {
        value: scimTokenIssuerToHclTerraform(this._issuer.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ScimTokenIssuer",
      },
      token_variables: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._tokenVariables),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      consumers: {
        value: cdktf.stringToHclTerraform(this._consumers),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      released: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._released),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      require_all_bound: {
        value: cdktf.booleanToHclTerraform(this._requireAllBound),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      unrelated: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._unrelated),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      allow_destroy: {
        value: cdktf.booleanToHclTerraform(this._allowDestroy),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
