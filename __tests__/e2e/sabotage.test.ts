/** What each sabotage turns red: a tour that cannot fail would show nothing. */
import { runTour, type TourReport } from "../../tour/run";
import type { Sabotage } from "../../tour/sabotage";
import { SABOTAGES } from "../../tour/steps";
import { PATIENCE_MS, tour } from "./tour-as-started";

const redOf = (report: TourReport, name: string) =>
  report.steps
    .find((step) => step.name === name)
    ?.evidence.flatMap(({ claim, held }) => (held ? [] : [claim]));

test(
  "npm start -- --sabotage=write --quick turns the wrong URL red: it reaches bindings, and nothing before it is red",
  async () => {
    const { report, exitCode } = await tour({}, "--sabotage=write");
    expect(exitCode).toBe(1);
    expect(redOf(report, "adopt")).toEqual([]);
    expect(redOf(report, "wrong URL")).toContain(
      "no binding was touched: token and URL are as they were",
    );
  },
  PATIENCE_MS,
);

/** Up to the claim that tells: what comes after it in its step stands on it. */
async function sabotaged(rule: Sabotage, until: string): Promise<TourReport> {
  const report = await runTour(SABOTAGES[rule], { sabotage: rule, until });
  expect(report.held).toBe(false);
  return report;
}

describe("the same tour, ended at the claim that tells", () => {
  test(
    "probe turns the drift red, and nothing before it",
    async () => {
      const report = await sabotaged("probe", 'and says "rejected"');
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "drift")).toContain('and says "rejected"');
    },
    PATIENCE_MS,
  );

  test(
    "test turns the silent failure red: a dead token stays in Entra",
    async () => {
      const report = await sabotaged("test", "every binding holds the same token");
      expect(redOf(report, "adopt")).toContain("each of them was tested");
      expect(redOf(report, "silent failure")).toContain("every binding holds the same token");
    },
    PATIENCE_MS,
  );

  test(
    "heal turns the silent failure red, and nothing before it",
    async () => {
      const report = await sabotaged("heal", "the next deploy succeeds");
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "silent failure")).toContain("the next deploy succeeds");
    },
    PATIENCE_MS,
  );

  test(
    "journal turns the interrupted rotation red: a second token, and nothing else",
    async () => {
      const report = await sabotaged("journal", "exactly one token was issued");
      expect(redOf(report, "interrupted")).toEqual(["exactly one token was issued"]);
    },
    PATIENCE_MS,
  );
});
