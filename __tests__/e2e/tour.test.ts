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
  test.each([
    ["probe", "drift", 'and says "rejected"'],
    ["test", "silent failure", "every binding holds the same token"],
    ["heal", "silent failure", "the next deploy succeeds"],
    ["journal", "interrupted", "exactly one token was issued"],
  ])(
    "%s turns the step %s red: it does not hold that %s",
    async (rule, name, claim) => {
      const { report, exitCode } = await tour(`--sabotage=${rule}`);
      expect(exitCode).toBe(1);
      const step = report.steps.find((each) => each.name === name);
      const red = step?.evidence.filter(({ held }) => !held).map((tick) => tick.claim);
      expect(red).toContain(claim);
    },
    5 * MINUTE_MS,
  );
});
