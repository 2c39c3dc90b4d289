/** `npm start` as a person runs it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOUR } from "../../tour/steps";
import { PATIENCE_MS, tour, unheld } from "./tour-as-started";

/** A person's home folder, as new. */
const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

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
