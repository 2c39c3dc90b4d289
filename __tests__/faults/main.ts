/**
 * `npm run test:faults [-- GROUP… OPTIONS]` plays every scenario and writes docs/reliability.md. It goes
 * on where an earlier run was ended, with what has no result yet. Exit code 1: something did not hold.
 *
 * `--again` also plays those again that did not hold, `--fresh` all; `--only TEXT` those with that text
 * in their names, `--short` those of `npm run test:all`. `--sabotage RULE` takes one of the provider's
 * rules away (tour/sabotage/) and keeps its results apart: scenarios that rely on it must fail.
 *
 * Two processes may play different groups at the same time. Start the second one with
 * `node dist/__tests__/faults/main.js GROUP…`, which does not build: a build would replace the
 * programs of the first one while they run.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Sabotage } from "../../tour/sabotage";
import { SABOTAGES } from "../../tour/steps";
import { reliability } from "./reliability";
import { sabotageWith } from "./repository";
import { ResultsFile } from "./results-file";
import { type Group, GROUPS, play, type Scenario } from "./scenario";
import { endScenarios, scenarios } from "./scenarios";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      fresh: { type: "boolean" },
      again: { type: "boolean" },
      short: { type: "boolean" },
      only: { type: "string", default: "" },
      sabotage: { type: "string" },
    },
  });
  const groups = positionals.length === 0 ? GROUPS : positionals.filter(isGroup);
  if (groups.length === 0 || (positionals.length > 0 && groups.length < positionals.length))
    throw new Error(`Expected some of ${GROUPS.join(", ")}, found ${positionals.join(" ")}.`);

  const { sabotage } = values;
  if (sabotage !== undefined && !isSabotage(sabotage))
    throw new Error(
      `Expected --sabotage with one of ${Object.keys(SABOTAGES).join(", ")}, found ${sabotage}.`,
    );
  if (sabotage !== undefined) sabotageWith(sabotage);
  const file = sabotage === undefined ? "faults.jsonl" : `faults-without-${sabotage}.jsonl`;
  const results = new ResultsFile(join("coverage", file));
  if (sabotage !== undefined) results.clear();
  const all = scenarios();
  const chosen = all.filter((scenario) => {
    const isShort = scenario.short === true || !values.short;
    return isShort && groups.includes(scenario.group) && idOf(scenario).includes(values.only);
  });
  if (values.fresh) results.forget(chosen);
  const done = results.of(chosen).filter(({ held }) => held || !values.again);
  const doneIds = new Set(done.map(idOf));
  for (const scenario of chosen) {
    const id = idOf(scenario);
    if (doneIds.has(id)) continue;
    const result = await play(scenario);
    results.add(result);
    const { held, seconds, seen } = result;
    say(`${held ? "held" : "FAILED"} ${id} (${seconds} s)`);
    if (!held) say(JSON.stringify({ expected: scenario.expected, seen }));
  }
  await endScenarios();
  const played = results.of(all);
  if (sabotage === undefined)
    writeFileSync(join("docs", "reliability.md"), reliability(played, all));
  const failed = played.filter(({ held }) => !held);
  say(`${played.length} of ${all.length} played, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

function idOf({ group, name }: Pick<Scenario, "group" | "name">): string {
  return `${group}: ${name}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isGroup(text: string): text is Group {
  return (GROUPS as readonly string[]).includes(text);
}

function isSabotage(text: string): text is Sabotage {
  return text in SABOTAGES;
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void endScenarios().finally(() => process.exit(130)));

void main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
