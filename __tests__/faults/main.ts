/**
 * `npm run test:faults [-- GROUP…] [--fresh] [--again]`: plays every scenario and writes
 * docs/reliability.md. It goes on where an earlier run was ended, with what has no result yet;
 * `--again` also plays those again that did not hold, `--fresh` all. Exit code 1: something did not hold.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reliability } from "./reliability";
import { ResultsFile } from "./results-file";
import { type Group, GROUPS, play } from "./scenario";
import { endScenarios, scenarios } from "./scenarios";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fresh: { type: "boolean" }, again: { type: "boolean" } },
  });
  const groups = positionals.length === 0 ? GROUPS : positionals.filter(isGroup);
  if (groups.length === 0 || (positionals.length > 0 && groups.length < positionals.length))
    throw new Error(`Expected some of ${GROUPS.join(", ")}, found ${positionals.join(" ")}.`);

  const results = new ResultsFile(join("coverage", "faults.jsonl"));
  if (values.fresh) results.clear();
  const all = scenarios();
  const done = new Set(
    results
      .of(all)
      .filter(({ held }) => held || !values.again)
      .map(({ group, name }) => `${group}: ${name}`),
  );
  for (const scenario of all) {
    const id = `${scenario.group}: ${scenario.name}`;
    if (!groups.includes(scenario.group) || done.has(id)) continue;
    const result = await play(scenario);
    results.add(result);
    const { held, seconds, seen } = result;
    say(`${held ? "held" : "FAILED"} ${id} (${seconds} s)`);
    if (!held) say(JSON.stringify({ expected: scenario.expected, seen }, null, 2));
  }
  await endScenarios();
  const played = results.of(all);
  writeFileSync(join("docs", "reliability.md"), reliability(played));
  const failed = played.filter(({ held }) => !held);
  say(`${played.length} of ${all.length} played, ${failed.length} failed`);
  process.exitCode = failed.length > 0 || played.length < all.length ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isGroup(text: string): text is Group {
  return (GROUPS as readonly string[]).includes(text);
}

void main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
