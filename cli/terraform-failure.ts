/** The part of what Terraform printed that says why it failed. Pure. */

/** Of a failure without an error of Terraform's own: its last words. */
const LAST_LINES = 3;

/**
 * The first error as one line: its summary, its first paragraph, and of a list the first entry. How
 * many more there are is said, since they mostly say the same of another provider.
 */
export function decisiveWords(printed: string): string {
  const plain = printed.replaceAll(/^[│╷╵] ?/gm, "");
  const [, first, ...others] = plain.split(/^Error: /m);
  if (first === undefined) {
    const lines = plain.split("\n").filter((line) => line.trim() !== "");
    return lines.slice(-LAST_LINES).join("\n");
  }
  const [summary = "", paragraph = ""] = first.trim().split(/\n\s*\n/);
  const [lead = "", entry = "", ...entries] = paragraph.split(/^\s*- /m).map(inOneLine);
  const more = others.length + entries.length;
  return [inOneLine(summary), `${lead} ${entry}`.trim()]
    .filter((part) => part !== "")
    .join(": ")
    .replace(/\.?$/, more === 0 ? "." : ` (and ${more} more like it).`);
}

/** Whether it failed for want of a provider's package. */
export function isAboutPackages(words: string): boolean {
  return /provider/i.test(words) && /registry|packages?\b|could not be installed/i.test(words);
}

function inOneLine(wrapped: string): string {
  return wrapped.trim().replaceAll(/\s*\n\s*/g, " ");
}
