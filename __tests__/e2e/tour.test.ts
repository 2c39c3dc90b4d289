/** The tour as a person starts it, and each sabotage that it must notice: real cdktf, real Terraform. */
import { execa } from "execa";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TourReport } from "../../tour/run";

const MINUTE_MS = 60_000;
/** A person's home folder, as new. */
const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

const program = join(__dirname, "..", "..", "dist", "tour", "main.js");

async function tour(...options: string[]): Promise<{ report: TourReport; exitCode: number }> {
  const { stdout, exitCode } = await execa("node", [program, "--json", ...options], {
    reject: false,
    env: { HOME: home },
  });
  return { report: JSON.parse(stdout) as TourReport, exitCode: exitCode ?? -1 };
}

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
    run = await tour();
  }, 5 * MINUTE_MS);

  test.each(["adopt", "plan", "rotate", "drift", "silent failure"])("holds its step %s", (name) => {
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

describe("npm start -- --sabotage", () => {
  const redOf = (report: TourReport, name: string) =>
    report.steps
      .find((step) => step.name === name)
      ?.evidence.flatMap(({ claim, held }) => (held ? [] : [claim]));

  test(
    "probe turns the drift red, and nothing before it",
    async () => {
      const { report, exitCode } = await tour("--sabotage=probe");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "drift")).toContain('and says "rejected"');
    },
    5 * MINUTE_MS,
  );

  test(
    "test turns the silent failure red: a dead token stays in Entra",
    async () => {
      const { report, exitCode } = await tour("--sabotage=test");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toContain("each of them was tested");
      expect(redOf(report, "silent failure")).toContain("every binding holds the same token");
    },
    5 * MINUTE_MS,
  );

  test(
    "heal turns the silent failure red, and nothing before it",
    async () => {
      const { report, exitCode } = await tour("--sabotage=heal");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "silent failure")).toContain("the next deploy succeeds");
    },
    5 * MINUTE_MS,
  );

  test(
    "journal turns the interrupted rotation red: a second token, and nothing else",
    async () => {
      const { report, exitCode } = await tour("--sabotage=journal");
      expect(exitCode).toBe(1);
      expect(redOf(report, "interrupted")).toEqual(["exactly one token was issued"]);
    },
    5 * MINUTE_MS,
  );
});
