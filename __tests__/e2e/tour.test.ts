/** The whole tour, by terraform alone and with the providers attached: what it shows, not what it starts. */
import { TOUR } from "../../tour/steps";
import { PATIENCE_MS, tour, unheld } from "./tour-as-started";

describe("npm start -- --quick --json", () => {
  let run: Awaited<ReturnType<typeof tour>>;
  beforeAll(async () => {
    run = await tour({}, "--quick");
  }, PATIENCE_MS);

  test.each(TOUR.map(({ name }) => name))("holds its step %s", (name) => {
    expect(unheld(run.report, name)).toEqual([]);
  });

  test("exits 0 and prints one JSON document alone", () => {
    expect(run.exitCode).toBe(0);
    expect(run.report.held).toBe(true);
  });

  test("says which terraform and which provider packages ran", () => {
    expect(run.report.terraform).toMatch(/^Terraform v\d/);
    expect(run.report.providers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["hashicorp/azuread", "okta/okta", "hashicorp/null"]),
    );
  });
});
