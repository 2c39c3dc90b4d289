/** What goes wrong on the way to a vendor, in one shape, whoever the vendor. */

/** What a failure means to the caller, whatever its status was. */
export type Meaning = "not-signed-in" | "not-permitted" | "not-found" | "unreachable" | "refused";

/** A request to a vendor that did not succeed. Its message is for people and holds no secret. */
export class VendorError extends Error {
  constructor(
    readonly vendor: string,
    /** What was tried: "reading the jobs of …". */
    readonly trying: string,
    /** Null: there was no answer. */
    readonly status: number | null,
    /** The vendor's own words, or the network's. */
    readonly words: string,
  ) {
    super(
      `${trying}: ${status === null ? `${vendor} could not be reached` : `${vendor} answered ${status}`}${words === "" ? "" : ` (${words})`}`,
    );
    this.name = "VendorError";
  }

  get meaning(): Meaning {
    if (this.status === null || this.status === 429 || this.status >= 500) return "unreachable";
    if (this.status === 401 || this.status === 403) return "not-permitted";
    if (this.status === 404) return "not-found";
    return "refused";
  }
}

/** A refused sign-in: a 400 or a 401, by vendor and reason. */
class SignInRefused extends VendorError {
  override get meaning(): Meaning {
    return "not-signed-in";
  }
}

/** What a failed request for an access token means: any 4xx but 429 refuses these credentials. */
export function signInRefusal(error: VendorError): VendorError {
  const { vendor, trying, status, words } = error;
  const isRefusal = status !== null && status >= 400 && status < 500 && status !== 429;
  return isRefusal ? new SignInRefused(vendor, trying, status, words) : error;
}

/** The innermost reason in one line: undici and others wrap it, some with an empty message. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(causeOf))].join("; ");
  }
  if (error.cause !== undefined) return causeOf(error.cause);
  return error.message === "" ? error.name : error.message;
}

/** Without the secrets, should somebody have echoed one. Before anything is cut off: a half of one is one too. */
export function redacted(words: string, ...secrets: readonly (string | undefined)[]): string {
  let shown = words;
  for (const secret of secrets) if (secret) shown = shown.replaceAll(secret, "…");
  return shown;
}
