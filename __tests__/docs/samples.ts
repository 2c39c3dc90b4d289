/**
 * Samples in the guides: between `<!-- sample: NAME -->` and `<!-- end of sample -->`, what the
 * program prints. They are compared without what differs from run to run; with UPDATE_SAMPLES=1 in
 * the environment they are written anew instead (then: npx prettier --write docs).
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { textOf } from "./blocks";

/** Markdown is shown as it is rendered, in a quotation; anything else in a block of its language. */
export type SampleLanguage = "text" | "diff" | "markdown";

export function holdSample(
  document: string,
  name: string,
  language: SampleLanguage,
  printed: string,
): void {
  const text = textOf(document);
  const [whole, before = "", shown = "", after = ""] =
    new RegExp(`(<!-- sample: ${name} -->\n)(.*?)(<!-- end of sample -->)`, "s").exec(text) ?? [];
  if (whole === undefined) throw new Error(`${document} has no sample "${name}".`);
  const body = printed.trim();
  const wanted =
    language === "markdown"
      ? body.replaceAll(/^/gm, "> ").replaceAll(/ +$/gm, "")
      : `\`\`\`${language}\n${body}\n\`\`\``;
  if (process.env["UPDATE_SAMPLES"] === "1") {
    const updated = text.replace(whole, () => `${before}\n${wanted}\n\n${after}`);
    writeFileSync(join(PACKAGE_ROOT, document), updated);
    return;
  }
  expect(masked(shown)).toBe(masked(wanted));
}

/** Fingerprints, ids of jobs, dates, times, numbers and the white space and rules that hang on their width. */
function masked(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{12,16}\b/g, "#")
    .replaceAll(/\d+/g, "#")
    .replaceAll(/\b(second|minute|day|hour)s\b/g, "$1")
    .replaceAll(/-{3,}/g, "---")
    .replaceAll(/[ >]+/g, " ")
    .replaceAll(/\s*\n\s*/g, "\n")
    .trim();
}
