/** What the tour ends with, for people. */
import Table from "cli-table3";
import type { TourReport } from "./run";
import type { Tick } from "./step";

const WIDTHS = { step: 15, what: 62, generation: 12, bindings: 52, gap: 8 };

const LEGEND = `Fingerprint: the first 12 hexadecimal digits of the token's SHA-256. Gap: from the making of the
new token, which ends the old one, to the first passed test of the last binding.`;

export function closingTable(report: TourReport): string {
  const table = new Table({
    head: [
      "step",
      "what was seen",
      "generation",
      "binding: fingerprint held, test that passed",
      "gap",
    ],
    colWidths: Object.values(WIDTHS),
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const step of report.steps)
    table.push([
      `${step.held ? "✔" : "✘"} ${step.name}\n${step.seconds} s`,
      step.evidence.map(tickLine).join("\n"),
      step.generation ?? "-",
      step.bindings
        .map(
          ({ name, fingerprint, tested }) =>
            `${name}: ${fingerprint ?? "none"}, ${tested ?? "not tested in this step"}`,
        )
        .join("\n"),
      step.gapSeconds === null ? "-" : `${step.gapSeconds} s`,
    ]);
  return [table.toString(), LEGEND, whatRan(report), verdict(report)].join("\n");
}

/** The evidence of what did not hold is shown at once; that of the rest is in the JSON report. */
function tickLine({ claim, held, evidence }: Tick): string {
  return held ? `✔ ${claim}` : `✘ ${claim}\n  ${evidence}`;
}

export function whatRan({ terraform, providers, waitScale }: TourReport): string {
  const packages = providers.map(({ name, version, from }) => `${name} ${version} (${from})`);
  const scaled =
    waitScale === null ? "" : ` The stand-ins' fixed waits were scaled by ${waitScale}.`;
  return `Ran with ${terraform}; ${packages.join(", ")}.${scaled}`;
}

export function verdict({ held, seconds, steps }: TourReport): string {
  const failed = steps.find((step) => !step.held);
  return held
    ? `Every step held, in ${seconds} s.`
    : `NOT every step held: "${failed?.name ?? "none was run"}" did not (${seconds} s).`;
}
