/** docs/reliability.md, from results. */
import { GROUPS, type Result } from "./scenario";

const HEAD = `# Reliability

What happens to a token, and to the applications that hold it, when something goes wrong. Each row was
played with real Terraform on the sandbox; what happened was read from the sandbox's control API and
from Terraform's plan JSON, never from this package's own words. \`npm run test:faults\` plays it again
and writes this page.
`;

/** Of all groups that have results. */
export function reliability(results: readonly Result[]): string {
  const sections = GROUPS.flatMap((group) => {
    const rows = results.filter((result) => result.group === group);
    return rows.length === 0 ? [] : [section(group, rows)];
  });
  return [HEAD, ...sections].join("\n");
}

function section(group: string, rows: readonly Result[]): string {
  const held = rows.filter((row) => row.held && row.skipped === undefined).length;
  return `## ${group[0]?.toUpperCase()}${group.slice(1)}

${held} of ${rows.length} held.

| What goes wrong | Seen | |
| --- | --- | --- |
${rows.map(line).join("\n")}
`;
}

function line({ name, seen, expected, held, skipped }: Result): string {
  const facts = Object.keys(expected).map((fact) => `${fact}: ${String(seen[fact])}`);
  const mark = skipped !== undefined ? `not played: ${skipped}` : held ? "held" : "**failed**";
  return `| ${name.replaceAll("|", "\\|")} | ${facts.join(", ")} | ${mark} |`;
}
