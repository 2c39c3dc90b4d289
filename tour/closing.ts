/** What the tour ends with, for people: the reason for this package first, then a line for each step. */
import type { TourReport } from "./run";
import type { Step, StepReport } from "./step";

const NEXT = `Every check with its evidence: npm start --silent -- --json
Now try it by hand: npx druva-scim sandbox`;

/** At most 100 columns, but for the evidence of what did not hold. `kept`: files to look at. */
export function closing(
  report: TourReport,
  steps: readonly Step[],
  kept: readonly string[] = [],
): string {
  const shown = report.steps.flatMap((each) => {
    const step = steps.find(({ name }) => name === each.name);
    return step === undefined ? [] : [linesOf(each, step)];
  });
  // The last step is what the whole is for.
  const ordered = [...shown.slice(-1), ...shown.slice(0, -1)];
  const look = kept.length === 0 ? [] : ["To look at:", ...kept.map((file) => `  ${file}`), ""];
  const lines = [
    "",
    verdict(report),
    "",
    ...ordered.flat(),
    "",
    ...look,
    NEXT,
    "",
    whatRan(report),
  ];
  return lines.join("\n");
}

function linesOf({ name, held, evidence, gapSeconds }: StepReport, { shows }: Step): string[] {
  const failed = evidence
    .filter((tick) => !tick.held)
    .flatMap(({ claim, evidence }) => [`did not hold: ${claim}`, ...evidence.split("\n")]);
  const gap =
    gapSeconds === null ? [] : [`From the end of the old token to the last test: ${gapSeconds} s.`];
  const lines = held ? [...shows, ...gap] : failed;
  return lines.map((line, index) =>
    index === 0 ? `${held ? "✔" : "✘"} ${name.padEnd(15)} ${line}` : `${" ".repeat(18)}${line}`,
  );
}

function whatRan({ terraform, providers, waitScale }: TourReport): string {
  const packages = providers.map(({ name, version, from }) => `  ${name} ${version} (${from})`);
  const scaled = waitScale === null ? [] : [`  The stand-ins' waits were scaled by ${waitScale}.`];
  return [`Ran with ${terraform} and`, ...packages, ...scaled].join("\n");
}

function verdict({ held, seconds, steps }: TourReport): string {
  const failed = steps.find((step) => !step.held);
  return held
    ? `Every step held, in ${seconds} s.`
    : `NOT every step held: "${failed?.name ?? "none was run"}" did not (${seconds} s).`;
}
