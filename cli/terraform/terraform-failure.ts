/** The part of what Terraform printed that says why it failed, and what to do about it. Pure. */

/** Of a failure without an error of Terraform's own: its last words. */
const LAST_LINES = 3;
/** Terraform's paragraph that quotes the configuration: "on cdk.tf.json line 6, in terraform:". */
const QUOTE = /^\s*on .+ line \d+/;

interface TerraformError {
  readonly summary: string;
  /** Of a list the lead and the first entry. */
  readonly detail: string;
  /** Entries that are not told. */
  readonly more: number;
}

/**
 * A line for each kind of error: its summary, the first paragraph that is no quote of the
 * configuration, and of a list the first entry. Those with the same summary mostly say the same of
 * another provider or attribute: how many more there are is said.
 */
export function decisiveWords(printed: string): string {
  const plain = printed.replaceAll(/^[│╷╵] ?/gm, "");
  const [, ...errors] = plain.split(/^Error: /m);
  if (errors.length === 0) {
    const lines = plain.split("\n").filter((line) => line.trim() !== "");
    return lines.slice(-LAST_LINES).join("\n");
  }
  const kinds = new Map<string, TerraformError>();
  for (const error of new Set(errors.map((each) => each.trim())).values()) {
    const found = errorIn(error);
    const alike = kinds.get(found.summary);
    kinds.set(
      found.summary,
      alike === undefined ? found : { ...alike, more: alike.more + 1 + found.more },
    );
  }
  return [...kinds.values()].map(inASentence).join("\n");
}

function errorIn(text: string): TerraformError {
  const [summary = "", ...paragraphs] = text.split(/\n\s*\n/);
  const paragraph = paragraphs.find((each) => !QUOTE.test(each)) ?? "";
  const [lead = "", entry = "", ...entries] = paragraph.split(/^\s*- /m).map(inOneLine);
  return {
    summary: inOneLine(summary),
    detail: `${lead} ${entry}`.trim(),
    more: entries.length,
  };
}

function inASentence({ summary, detail, more }: TerraformError): string {
  const words = [summary, detail].filter((part) => part !== "").join(": ");
  if (more > 0) return words.replace(/\.?$/, ` (and ${more} more like it).`);
  return /[.?!]$/.test(words) ? words : `${words}.`;
}

function inOneLine(wrapped: string): string {
  return wrapped.trim().replaceAll(/\s*\n\s*/g, " ");
}

/**
 * True if `terraform init` mends it: a package or the lock file is not as init left it, because the
 * provider cache was wiped, or the folder moved.
 */
export function wantsInit(printed: string): boolean {
  return /Required plugins are not installed|Inconsistent dependency lock file|Could not load plugin|please run "?(terraform|tofu) init|Backend initialization required|Backend configuration changed/i.test(
    printed.replaceAll(/\s*\n[│ ]*/g, " "),
  );
}

/** Init found another backend, or another place of it, than it noted the last time. */
export function isBackendChanged(printed: string): boolean {
  return /backend configuration (block )?(has )?changed/i.test(printed);
}

/** `words`: decisive ones. `unreached`: what to do where a package did not come; `otherwise`: about all else. */
export function adviceOn(
  words: string,
  { unreached, otherwise }: { readonly unreached: string; readonly otherwise: string },
): string {
  if (/match (the )?any of the .*checksums|incorrect .*checksum/.test(words)) {
    return "Stop: the lock file (.terraform.lock.hcl of the stack, taken from locks/ if there is one) does not know this provider package. It was not started. If the lock file was made for other platforms only, `druva-scim lock` adds this one. Otherwise compare the package with what its publisher offers, and find out who changed it.";
  }
  if (/does not match configured version constraints?/.test(words)) {
    return "The lock file has other versions than the app asks for. Make it again with `druva-scim lock --upgrade`, review it and commit it.";
  }
  if (isBackendChanged(words)) {
    return "If this folder was moved or copied, delete cdktf.out and run this again: synth makes it anew. If the backend was changed, take the state along first: terraform init -migrate-state in the stack's folder.";
  }
  const isAboutPackages =
    /provider/i.test(words) && /registry|packages?\b|could not be installed/i.test(words);
  return isAboutPackages ? unreached : otherwise;
}
