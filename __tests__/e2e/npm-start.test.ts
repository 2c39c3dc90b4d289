/** `npm start` as a person runs it: by cdktf, with the druva provider as Terraform finds and starts it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOUR } from "../../tour/steps";
import { PATIENCE_MS, tour, unheld } from "./tour-as-started";

/** A person's home folder, as new. */
const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

test(
  "every step holds, and no stand-in package is left where a production run could find it",
  async () => {
    const { report, exitCode } = await tour({ HOME: home });
    expect(TOUR.flatMap(({ name }) => unheld(report, name))).toEqual([]);
    expect(exitCode).toBe(0);
    expect(existsSync(join(home, ".terraform.d"))).toBe(false);
  },
  PATIENCE_MS,
);
