/** The rule of all bindings: what a test of a binding is, whoever the vendor. */
import type { Probe } from "./probe";

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
  /** What a person should know beside the verdict: "the job is paused". */
  readonly notes?: readonly string[];
  /** The vendor used the token and it did not work; left out, "rejected" alone says that. */
  readonly isRefusal?: boolean;
  /** RFC 3339, by the vendor's clock: from when on its log tells of this token. */
  readonly since?: string;
}

/** A place that holds the token, as far as testing and healing go. */
export interface BoundPlace {
  /** For messages: what it is and which. */
  readonly name: string;
  /**
   * "test": the vendor can try what it has saved. "write": only what is saved anew shows it, because
   * the vendor tries a token only then, or because it may have saved the one for another SCIM URL:
   * so an apply saves it. "person": no program can put it in.
   */
  readonly provenBy: "test" | "write" | "person";
  /** Asks the vendor about the credentials that it has saved. Throws only on defects. */
  test(signal: AbortSignal): Promise<TestResult>;
  /** Asks Druva about a token before it is written. Absent where the vendor tries it when saving. */
  tryToken?(token: string, signal: AbortSignal): Promise<Probe>;
  /** Puts the token in place. Throws an Error in words where the vendor refuses; never called for "person". */
  write(token: string, signal: AbortSignal): Promise<void>;
  /** After a passed test in apply: makes the vendor go on with its work. Returns the notes that are left then. */
  resume?(signal: AbortSignal): Promise<readonly string[]>;
}

export async function testBinding(place: BoundPlace, signal: AbortSignal): Promise<TestResult> {
  return place.test(signal);
}
