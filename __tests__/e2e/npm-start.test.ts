/** `npm start` as a person runs it: by cdktf, with the druva provider as Terraform finds and starts it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PATIENCE_MS, tour, unheld } from "./tour-as-started";

/** A person's home folder, as new. */
const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

test(
  "cdktf adopts, and no stand-in package is left where a production run could find it",
  async () => {
    // The other steps show the same after a deploy by cdktf as after one by terraform alone, which
    // tour.test.ts runs; secrets.test.ts has a rotation by cdktf.
    const { report, exitCode } = await tour({ HOME: home }, "--until=adopt");
    expect(report.deployer).toBe("cdktf");
    expect(unheld(report, "adopt")).toEqual([]);
    expect(exitCode).toBe(0);
    expect(existsSync(join(home, ".terraform.d"))).toBe(false);
  },
  PATIENCE_MS,
);
