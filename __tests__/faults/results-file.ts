/**
 * Results, a line of JSON each, so that a run that was ended goes on where it was. Lines are only
 * added: several processes may play at the same time, each its own groups.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Result, Scenario } from "./scenario";

type About = Pick<Scenario, "group" | "name" | "expected">;
/** A null takes back what was known of it. */
type Line = readonly [key: string, result: Result | null];

export class ResultsFile {
  constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true });
  }

  clear(): void {
    rmSync(this.file, { force: true });
  }

  /** They are as if they had never been played. */
  forget(scenarios: readonly About[]): void {
    this.append(scenarios.map((each) => [key(each), null]));
  }

  add(result: Result): void {
    this.append([[key(result), result]]);
  }

  /** The last result of each scenario that is still in the list and expects what it expected then. */
  of(scenarios: readonly Scenario[]): readonly Result[] {
    const known = new Map(this.read());
    return scenarios.flatMap(({ run, short, ...about }) => {
      const result = known.get(key(about)) ?? null;
      return result === null ? [] : { ...result, ...about };
    });
  }

  /** In one write, which does not mix with another process's; after a line that a kill has cut short. */
  private append(lines: readonly Line[]): void {
    appendFileSync(this.file, lines.map((line) => `\n${JSON.stringify(line)}\n`).join(""));
  }

  private read(): readonly Line[] {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, "utf8").split("\n").flatMap(lineIn);
  }
}

function lineIn(text: string): readonly Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return []; // empty, or cut short
  }
}

function key({ group, name, expected }: About): string {
  return JSON.stringify([group, name, expected]);
}
