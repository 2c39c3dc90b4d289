/** The rule of all bindings: what a test of a binding is, whoever the vendor. */

/** What a vendor says of the credentials that it has saved. */
export interface TestResult {
  /**
   * "tested": the vendor used the saved token and it worked. "rejected": it did not.
   * "unproven": asked, and there is no evidence either way. "waiting": for a person.
   * "no-verdict": could not be asked (no permission, vendor down): the last verdict stays.
   */
  readonly verdict: "tested" | "rejected" | "unproven" | "waiting" | "no-verdict";
  /** The vendor's own word, for people; never a secret. */
  readonly evidence: string;
}

/** A place that holds the token, as far as testing and healing go. */
export interface BoundPlace {
  /** For messages: what it is and which. */
  readonly name: string;
  /** Asks the vendor about the credentials that it has saved. Throws only on defects. */
  test(signal: AbortSignal): Promise<TestResult>;
  /** Puts the token in place. Throws a ProviderError where the vendor refuses. */
  write(token: string, signal: AbortSignal): Promise<void>;
}

export async function testBinding(place: BoundPlace, signal: AbortSignal): Promise<TestResult> {
  return place.test(signal);
}
