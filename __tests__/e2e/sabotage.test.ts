/** What each sabotage turns red: a tour that cannot fail would show nothing. */
import { OKTA_PERSON, PERSONS_APP } from "../../tour/acme";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { runStep, runTour, type TourReport } from "../../tour/run";
import type { Step, StepReport } from "../../tour/step";
import { adoptStep } from "../../tour/steps/adopt";
import { driftStep } from "../../tour/steps/drift";
import { SABOTAGES } from "../../tour/steps";
import { silentFailureStep } from "../../tour/steps/silent-failure";
import { wrongUrlStep } from "../../tour/steps/wrong-url";
import { PATIENCE_MS, tour } from "./tour-as-started";

const red = (report: StepReport | undefined) =>
  report?.evidence.flatMap(({ claim, held }) => (held ? [] : [claim]));
const redOf = ({ steps }: TourReport, name: string) =>
  red(steps.find((step) => step.name === name));

test(
  "npm start -- --sabotage=journal turns the interrupted rotation red, a second token and nothing else, and exits 1",
  async () => {
    const { report, exitCode } = await tour({}, "--sabotage=journal");
    expect(exitCode).toBe(1);
    expect(redOf(report, "interrupted")).toEqual(["exactly one token was issued"]);
  },
  PATIENCE_MS,
);

// Each step ends at the claim that tells: what comes after it stands on it.

test(
  "test turns the silent failure red: a dead token stays in Entra",
  async () => {
    const report = await runTour(SABOTAGES.test, {
      sabotage: "test",
      until: "every binding holds the same token",
    });
    expect(report.held).toBe(false);
    expect(redOf(report, "adopt")).toContain("each of them was tested");
    expect(redOf(report, "silent failure")).toContain("every binding holds the same token");
  },
  PATIENCE_MS,
);

test(
  "probe, heal and write each turn a step of the same tenant's red, and nothing of its adoption",
  async () => {
    const repository = await RepositoryOnSandbox.start({ sabotage: ["probe", "heal", "write"] });
    try {
      const redOf = async (step: Step, until?: string) =>
        red(await runStep(step, { repository, say: () => undefined, keep: async () => {} }, until));
      expect(await redOf(adoptStep)).toEqual([]);

      await repository.leaveOut("probe");
      expect(await redOf(driftStep, 'and says "rejected"')).toContain('and says "rejected"');

      await repository.leaveOut("heal");
      await expectToWork(repository);
      const heals = "the next deploy succeeds";
      expect(await redOf(silentFailureStep, heals)).toEqual([heals]);

      await repository.leaveOut("write");
      await expectToWork(repository);
      const untouched = "no binding was touched: token and URL are as they were";
      expect(await redOf(wrongUrlStep, untouched)).toContain(untouched);
    } finally {
      await repository.stop();
    }
  },
  PATIENCE_MS,
);

/** After a step that ended at its claim: a new token is handed over, and taken everywhere. */
async function expectToWork(repository: RepositoryOnSandbox): Promise<void> {
  const token = await repository.generate();
  await repository.enterInOkta(PERSONS_APP, token);
  expect(await repository.deploy(token)).toMatchObject({ exitCode: 0 });
  await repository.sandbox.control.cycle(OKTA_PERSON);
  expect(await repository.plan()).toMatchObject({ exitCode: 0 });
}
