/** A place that holds the token: what the rule of apply and the reading of bindings need of a vendor. */

/** What a look at a place shows of the credentials that are saved there. */
export interface Look {
  /**
   * "worked": the vendor used them and they worked. "refused": it used them and they did not.
   * "silent": nothing shows either. "unknown": it could not be looked at (no permission, vendor
   * down, Druva down).
   */
  readonly found: "worked" | "refused" | "silent" | "unknown";
  /** The vendor's own word, for people; never a secret. */
  readonly evidence: string;
  /** What a person should know beside it: "the job is paused". */
  readonly notes?: readonly string[];
  /** The vendor has stopped its work for a token from before, and `resume` makes it go on. */
  readonly isStopped?: true;
  /** RFC 3339, by the vendor's clock: from when on its log was looked at for this token. */
  readonly since?: string;
  /** RFC 3339, by the vendor's clock: when it was looked at; with `since` only. */
  readonly at?: string;
}

export interface Place {
  /** For messages: what it is and which. */
  readonly name: string;
  /**
   * Who writes the token in an apply. "us": this provider, each time. "another": a resource in
   * front of the binding has written; only what fails its test is written here. "person": no
   * program can.
   */
  readonly writer: "us" | "another" | "person";
  /** Its test tells whether this very token is held, not only that some token works. */
  readonly testsThisToken?: true;
  /** The SCIM base URL that the token is for; null of an observed binding. */
  readonly scimUrl: string | null;
  /** Asks the vendor about what it has saved. Throws only on defects. */
  look(signal: AbortSignal): Promise<Look>;
  /** Asks the vendor about a token before it is saved. Absent where the vendor cannot be asked. */
  tryUnsaved?(token: string, signal: AbortSignal): Promise<Look>;
  /**
   * Saves the token. Throws a VendorError where the vendor refuses, a ProviderError where it must
   * not be saved; never called for "person".
   */
  write(token: string, signal: AbortSignal): Promise<void>;
  /** After a passed test in apply: makes the vendor go on with its work. Gives the notes that are left. */
  resume?(signal: AbortSignal): Promise<readonly string[]>;
}

/** A resource in front of the binding has written before, whatever becomes of the binding. */
export function whatIsThere({ writer }: Pick<Place, "writer">): string {
  return writer === "another"
    ? "The resource in front of the binding has written there before; it was not written again"
    : "Nothing was changed there";
}
