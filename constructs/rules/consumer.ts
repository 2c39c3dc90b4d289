/** One entry of the token's list of what holds it: written by the bindings, read by the provider. */
export const CONSUMER_KINDS = ["entra", "okta", "command"] as const;
export type ConsumerKind = (typeof CONSUMER_KINDS)[number];

/** "entra/<object id>", "okta/<app id>" or "command/<name>". */
export type ConsumerKey = `${ConsumerKind}/${string}`;

export function keyOf({ kind, id }: { kind: ConsumerKind; id: string }): ConsumerKey {
  return `${kind}/${id}`;
}

/** Of an application as a vendor or a person writes it: an object id is the same in any case. */
export function applicationKey(key: string): string {
  return key.startsWith("entra/") ? key.toLowerCase() : key;
}

/** One place that holds the token. */
export interface Consumer {
  readonly kind: ConsumerKind;
  /** The Entra service principal's object id, the Okta app's id, or the command binding's name. */
  readonly id: string;
  /**
   * What people call it.
   * @default the id
   */
  readonly name?: string | undefined;
  /**
   * The entry of `DruvaProvider`'s `entra` or `okta` that reaches it.
   * @default "default"
   */
  readonly provider?: string | undefined;
  /**
   * Who writes the token there.
   * @default "druva"
   */
  readonly through?: "druva" | "azuread" | "okta" | "person" | undefined;
  /** Why nobody can test it. */
  readonly untestable?: string | undefined;
  /** Entra: the provisioning job, where the principal has several. */
  readonly jobId?: string | undefined;
  /**
   * Entra: the same configuration creates the job, so it may not exist yet.
   * @default false
   */
  readonly manageJob?: boolean | undefined;
  /** Entra: the Tenant URL to save, where it is not the token's SCIM URL. */
  readonly tenantUrl?: string | undefined;
  /** Entra: values of saved keys that Graph hides. */
  readonly hiddenSettings?: Readonly<Record<string, string>> | undefined;
  readonly bindCommand?: readonly string[] | undefined;
  readonly testCommand?: readonly string[] | undefined;
  /** Names of the variables that both commands get, beside PATH. */
  readonly environment?: readonly string[] | undefined;
  readonly deadlineSeconds?: number | undefined;
}
