/**
 * Can one consumer take a new token? Tried while the old one works: it is reached and tested, and
 * what it holds is saved once more, which changes nothing and shows whether it may be written.
 */
import type { Clients } from "../clients/clients";
import { type Meaning, VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import { whyNotToWrite } from "./ask-first";
import { type Consumer, type ConsumerKey, keyOf, nameOf } from "./consumer";
import { lookAt } from "./look-at-place";
import type { Look, Place } from "./place";

export interface PreflightFinding {
  /** An error would leave a consumer without a working token after a rotation. */
  readonly severity: "error" | "warning";
  /** Absent where it is about no single consumer. */
  readonly consumer?: ConsumerKey;
  readonly message: string;
  /** What to do next. */
  readonly todo: string;
}

/**
 * "proven": it was reached and tested, and what is saved there was saved once more. "not proven":
 * nothing speaks against it, and whether it may be written shows only when it is. "person": a
 * person enters the token. "failed": a rotation would leave it with a dead token.
 */
export type WriteOutlook = "proven" | "not proven" | "person" | "failed";

/** The token in state: with it a preflight saves what is saved already. */
export interface LivingToken {
  readonly token: string;
  readonly fingerprint: string;
  /** Who holds it by the state. Any other has something else, which a preflight must not replace. */
  readonly holders: ReadonlySet<ConsumerKey>;
}

/** What a vendor's preflight works with. */
export interface PreflightCall {
  readonly consumer: Consumer;
  /** Null where no token is known, or this consumer does not hold it. */
  readonly living: LivingToken | null;
  readonly clients: Clients;
  readonly signal: AbortSignal;
  /** Ends a write too, which the preflight's own deadline does not. */
  readonly whole: AbortSignal;
  /** Notes what a person should know; it stops nothing. */
  readonly warn: (message: string, todo: string) => void;
}

/**
 * Reaches and tests one consumer, and gives the place to write next; or what else is to be said of
 * the write. Throws NotReady, VendorError and ProviderError, each of which becomes a finding.
 */
export type VendorPreflight = (
  call: PreflightCall,
) => Promise<{ readonly place: Place; readonly look: Look } | "not proven" | "person">;

/** A rotation would leave the consumer without a working token. */
export class NotReady extends Error {
  constructor(
    message: string,
    readonly todo: string,
  ) {
    super(message);
    this.name = "NotReady";
  }
}

/** Throws the reason of an aborted `signal`, unless that is a NotReady; all else is a finding. */
export async function preflightConsumer(
  vendorPreflight: VendorPreflight,
  call: Omit<PreflightCall, "warn">,
): Promise<{ readonly findings: readonly PreflightFinding[]; readonly write: WriteOutlook }> {
  const { consumer } = call;
  const findings: PreflightFinding[] = [];
  const add = (severity: PreflightFinding["severity"], message: string, todo: string) =>
    findings.push({ severity, consumer: keyOf(consumer), message, todo });
  const name = nameOf(consumer);
  const withWarn: PreflightCall = {
    ...call,
    warn: (message, todo) => add("warning", `${name}: ${message}`, todo),
  };
  try {
    call.signal.throwIfAborted();
    const tried = await vendorPreflight(withWarn);
    return {
      findings,
      write: typeof tried === "string" ? tried : await saveAgain(tried, withWarn),
    };
  } catch (error) {
    if (error instanceof NotReady) add("error", `${name}: ${error.message}`, error.todo);
    else if (error instanceof VendorError) add("error", error.message, WHAT_TO_DO[error.meaning]);
    else if (error instanceof ProviderError) {
      for (const { summary, detail } of error.diagnostics) {
        add("error", `${name}: ${summary}`, detail.replace(/\.$/, ""));
      }
    } else throw error;
    return { findings, write: "failed" };
  }
}

const WHAT_TO_DO: Readonly<Record<Meaning, string>> = {
  "not-signed-in": "Correct these credentials, or configure others",
  "not-permitted": "Give these credentials the permission, or configure others",
  "not-found": "Check that it still exists and that these credentials reach it",
  unreachable: "Wait until it answers; whether a rotation would succeed is not known",
  refused: "Fix what it says",
};

const NOT_TESTED = [
  "what it had was saved once more, and not tested: the preflight took too long",
  "See which vendor is slow, and run it again",
] as const;

/** Only a write tells whether a place may be written. */
async function saveAgain(
  { place, look }: { readonly place: Place; readonly look: Look },
  { living, clients, signal, whole, warn }: PreflightCall,
): Promise<WriteOutlook> {
  if (look.found === "refused") {
    warn(
      `it holds a token that does not work: ${look.evidence}`,
      "Deploy first: that writes and tests the present token, and issues no other",
    );
    return "not proven";
  }
  if (living === null || place.scimUrl === null) return "not proven";
  const refusal = await whyNotToWrite(living.token, place.scimUrl, clients, signal);
  if (refusal !== undefined) {
    warn(
      `whether it may be written was not tried, because Druva does not accept the token in state: ${refusal.message}`,
      "What is written shows only in the deploy",
    );
    return "not proven";
  }
  signal.throwIfAborted();
  await place.write(living.token, whole);
  const after = await lookAt(place, signal).catch((error: unknown) => {
    throw error instanceof NotReady ? new NotReady(...NOT_TESTED) : error;
  });
  if (after.found === "refused") {
    throw new NotReady(
      `what it had was saved once more, and now its test fails: ${after.evidence}`,
      "Deploy: that writes and tests the present token",
    );
  }
  return "proven";
}
