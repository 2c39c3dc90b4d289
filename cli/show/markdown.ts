/** Texts of others in GitHub's markdown: shown as they are, and nobody is notified by them. */

/** What GitHub makes a link or a mention of is broken by it, and looks the same. */
const ZERO_WIDTH_SPACE = "&#8203;";

/** For a line of text, or a cell of a table. */
export function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<|#~]/g, (sign) => (sign === "<" ? "&lt;" : `\\${sign}`))
    .replaceAll("@", `&#64;${ZERO_WIDTH_SPACE}`)
    .replaceAll(/(:)(?=\/\/)|(www)(?=\.)/gi, `$&${ZERO_WIDTH_SPACE}`)
    .replace(/\s*\n\s*/g, " ");
}

/** For more lines: as they are, in a block of code. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
