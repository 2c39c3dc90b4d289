/** Results of a run, a line of JSON each, so that a run that was ended goes on where it was. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Result, Scenario } from "./scenario";

export class ResultsFile {
  constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true });
  }

  clear(): void {
    rmSync(this.file, { force: true });
  }

  add(result: Result): void {
    appendFileSync(this.file, `${JSON.stringify(result)}\n`);
  }

  /** The last result of each scenario that is still in the list and expects what it expected then. */
  of(scenarios: readonly Scenario[]): readonly Result[] {
    const known = new Map(this.read().map((result) => [key(result), result]));
    return scenarios.flatMap(({ run, short, ...about }) => {
      const result = known.get(key(about));
      return result === undefined ? [] : { ...result, ...about };
    });
  }

  private read(): readonly Result[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").split("\n");
    // The last line of a run that was killed may be cut short.
    return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Result);
  }
}

function key({ group, name, expected }: Pick<Scenario, "group" | "name" | "expected">): string {
  return JSON.stringify([group, name, expected]);
}
