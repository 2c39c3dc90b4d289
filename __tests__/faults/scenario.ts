/** What `npm run test:faults` runs: something goes wrong in a known way, and what is true afterwards is compared. */

/** The order in which they run and stand in docs/reliability.md. */
export const GROUPS = [
  "kills",
  "faults",
  "drift",
  "state",
  "races",
  "secrets",
  "model",
  "soak",
] as const;
export type Group = (typeof GROUPS)[number];

/** What is true by the sandbox's control API, by Terraform's plan JSON or by files; never by our provider's word. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Scenario {
  readonly group: Group;
  /** Unique in its group; a sentence or a cell, as the table shows it. */
  readonly name: string;
  /** Where it stands if the group is a matrix. */
  readonly row?: string;
  readonly column?: string;
  /** Whose hazard it is where something else is expected than usually, for docs/reliability.md. */
  readonly note?: string;
  /** Whether `npm run test:all` runs it too. */
  readonly short?: boolean;
  /** Committed before the run. What `run` returns besides is shown, not compared. */
  readonly expected: Facts;
  /** Why it cannot be run here, for a person; it is then skipped. */
  readonly skipped?: string;
  /** Throws if the scenario itself could not be played. */
  readonly run: () => Promise<Facts>;
}

export type Result = Omit<Scenario, "short" | "run"> & {
  readonly seen: Facts;
  /** Whether all that was expected was seen. */
  readonly held: boolean;
  readonly seconds: number;
};

export async function play(scenario: Scenario): Promise<Result> {
  const { run, short, ...about } = scenario;
  if (about.skipped !== undefined) return { ...about, seen: {}, held: true, seconds: 0 };
  const start = performance.now();
  const seen = await run().catch((error: unknown) => ({ "not played": String(error) }));
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  return { ...about, seen, held: holds(about.expected, seen), seconds };
}

function holds(expected: Facts, seen: Facts): boolean {
  return Object.entries(expected).every(
    ([fact, value]) => JSON.stringify(seen[fact]) === JSON.stringify(value),
  );
}
