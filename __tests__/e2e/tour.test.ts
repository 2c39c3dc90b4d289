/** `npm start` as a person runs it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TourReport } from "../../tour/run";
import { TOUR } from "../../tour/steps";
import { PATIENCE_MS, tour } from "./tour-as-started";

/** A person's home folder, as new. */
const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

function unheld(report: TourReport, name: string): readonly string[] {
  const step = report.steps.find((each) => each.name === name);
  if (!step) return [`${name} was not run`];
  return step.evidence.flatMap(({ claim, held, evidence }) =>
    held ? [] : [`${claim}: ${evidence}`],
  );
}

describe("npm start", () => {
  let run: Awaited<ReturnType<typeof tour>>;
  beforeAll(async () => {
    run = await tour(home);
  }, PATIENCE_MS);

  test.each(TOUR.map(({ name }) => name))("holds its step %s", (name) => {
    expect(unheld(run.report, name)).toEqual([]);
  });

  test("exits 0 and prints one JSON document alone", () => {
    expect(run.exitCode).toBe(0);
    expect(run.report.held).toBe(true);
  });

  test("leaves no stand-in package where a production run could find it", () => {
    expect(existsSync(join(home, ".terraform.d"))).toBe(false);
  });

  test("says which terraform and which provider packages ran", () => {
    expect(run.report.terraform).toMatch(/^Terraform v\d/);
    expect(run.report.providers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["hashicorp/azuread", "okta/okta", "hashicorp/null"]),
    );
  });
});

test(
  "npm start -- --unkind holds every step although vendors throttle, delay and drop",
  async () => {
    const { report, exitCode } = await tour(home, "--unkind");
    expect(TOUR.flatMap(({ name }) => unheld(report, name))).toEqual([]);
    expect(exitCode).toBe(0);
  },
  PATIENCE_MS,
);
