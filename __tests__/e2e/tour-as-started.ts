/** The tour as a person starts it. */
import { execa } from "execa";
import { join } from "node:path";
import type { TourReport } from "../../tour/run";

/** How long one may take on a slow machine. */
export const PATIENCE_MS = 10 * 60_000;

const program = join(__dirname, "..", "..", "dist", "tour", "main.js");

export async function tour(
  environment: Readonly<Record<string, string>>,
  ...options: string[]
): Promise<{ report: TourReport; exitCode: number }> {
  const { stdout, exitCode } = await execa("node", [program, "--json", ...options], {
    reject: false,
    env: environment,
  });
  return { report: JSON.parse(stdout) as TourReport, exitCode: exitCode ?? -1 };
}

/** What has not held in a step, with what shows it. */
export function unheld(report: TourReport, name: string): readonly string[] {
  const step = report.steps.find((each) => each.name === name);
  if (!step) return [`${name} was not run`];
  return step.evidence.flatMap(({ claim, held, evidence }) =>
    held ? [] : [`${claim}: ${evidence}`],
  );
}
