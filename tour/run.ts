/** Runs steps one after the other on a sandbox, and reports what held. */
import { once } from "node:events";
import type { ProviderPackage } from "../sandbox/sandbox";
import { type RepositoryOptions, RepositoryOnSandbox, WAIT_SCALE } from "./repository-on-sandbox";
import type { Sabotage } from "./sabotage";
import type { Step, StepReport, Tick, Tour } from "./step";
import { endPrograms } from "./run-program";
import { journalMark, livingToken, proveBindings } from "./what-the-sandbox-saw";
import type { Views } from "./views";
import type { Deployer } from "./workplace";

/** `providerMirror`: with the real provider packages. */
export interface TourOptions extends Pick<
  RepositoryOptions,
  "providerMirror" | "world" | "unkind"
> {
  /** The rule that the druva provider is without. */
  readonly sabotage?: Sabotage | undefined;
  /**
   * Terraform alone deploys, and the druva provider is started once, not in each command. Default:
   * with a sabotage.
   */
  readonly quick?: boolean | undefined;
  /** Ends its step, held or not: what comes after this claim shows nothing further. */
  readonly until?: string | undefined;
  readonly onProgress?: (progress: Progress) => void;
  readonly views?: Views | undefined;
  /** Ends the tour, and whatever it has started, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export type Progress =
  | { readonly kind: "started"; readonly step: Step }
  | { readonly kind: "saying"; readonly step: Step; readonly text: string }
  | { readonly kind: "ended"; readonly step: Step; readonly report: StepReport };

export interface TourReport {
  readonly held: boolean;
  readonly steps: readonly StepReport[];
  readonly providers: readonly ProviderPackage[];
  /** First line of `terraform version`. */
  readonly terraform: string;
  /** What `deploy` ran. */
  readonly deployer: Deployer;
  readonly waitScale: number | null;
  readonly seconds: number;
}

/** A step that has not held ends the tour, as what follows stands on it; a sabotage is to break them. */
export async function runTour(
  steps: readonly Step[],
  options: TourOptions = {},
): Promise<TourReport> {
  const { quick, until, sabotage, onProgress = () => undefined, views, signal, ...world } = options;
  const isSabotaged = sabotage !== undefined;
  const isQuick = quick ?? isSabotaged;
  const deployer = isQuick ? "terraform" : "cdktf";
  const started = performance.now();
  const repository = await RepositoryOnSandbox.start({
    ...world,
    sabotage: sabotage && [sabotage],
    deployer,
    startsProvider: !isQuick,
    ownProvider: true,
  });
  const { sandbox } = repository;
  const runAll = async (): Promise<TourReport> => {
    const reports: StepReport[] = [];
    for (const step of steps) {
      onProgress({ kind: "started", step });
      const say = (text: string) => onProgress({ kind: "saying", step, text });
      const keep: Tour["keep"] = async (view, plan) => views?.keep(view, plan, repository);
      const report = await runStep(step, { repository, say, keep }, until);
      signal?.throwIfAborted(); // what ended with it says nothing about the step
      reports.push(report);
      onProgress({ kind: "ended", step, report });
      if (!report.held && !isSabotaged) break;
    }
    return {
      held: reports.length === steps.length && reports.every(({ held }) => held),
      steps: reports,
      providers: sandbox.providerPackages,
      terraform: await repository.terraformVersion(),
      deployer,
      waitScale: sandbox.providerPackages.some(({ from }) => from === "stand-in")
        ? WAIT_SCALE
        : null,
      seconds: secondsSince(started),
    };
  };
  try {
    signal?.throwIfAborted();
    return await Promise.race([runAll(), ...(signal ? [endOf(signal)] : [])]);
  } finally {
    if (signal?.aborted) await endPrograms();
    await repository.stop();
  }
}

/** Rejects with its reason. */
async function endOf(signal: AbortSignal): Promise<never> {
  await once(signal, "abort");
  throw signal.reason;
}

/** Not a failure: the claim was met after which nothing is wanted of the step. */
class Enough extends Error {}

/** `until`: the claim that ends it, held or not. */
export async function runStep(step: Step, tour: Tour, until?: string): Promise<StepReport> {
  const { control } = tour.repository.sandbox;
  const started = performance.now();
  const since = await journalMark(control);
  const tokensBefore = (await control.tokens()).length;
  const ticks: Tick[] = [];
  try {
    await step.run(tour, (claim, held, evidence) => {
      ticks.push({ claim, held, evidence });
      if (claim === until) throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) {
      const evidence = error instanceof Error ? error.message : String(error);
      ticks.push({ claim: "the step runs to its end", held: false, evidence });
    }
  }
  const seconds = secondsSince(started);
  const proofs = await proveBindings(control, since);
  const replaced = tokensBefore > 0 && (await control.tokens()).length > tokensBefore;
  return {
    name: step.name,
    title: step.title,
    held: ticks.length > 0 && ticks.every(({ held }) => held),
    evidence: ticks,
    seconds,
    generation: await tour.repository.generation(),
    bindings: proofs.map(({ kind, id, name, fingerprint, tested }) => ({
      kind,
      id,
      name,
      fingerprint,
      tested,
    })),
    gapSeconds: replaced ? await gapSeconds(tour, proofs) : null,
  };
}

/**
 * From the new token's making, which killed the old one, to the first passed test of the last
 * binding; null where one has not passed.
 */
async function gapSeconds(
  { repository: { sandbox } }: Tour,
  proofs: readonly { readonly testedAt: Date | null }[],
): Promise<number | null> {
  const times = proofs.flatMap(({ testedAt }) => (testedAt ? [testedAt.getTime()] : []));
  if (times.length < proofs.length) return null;
  const { issuedAt } = await livingToken(sandbox.control);
  return Math.round((Math.max(...times) - Date.parse(issuedAt)) / 1000);
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 100) / 10;
}
