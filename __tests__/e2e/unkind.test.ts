/** The whole tour, while vendors are as they may be on any day. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOUR } from "../../tour/steps";
import { PATIENCE_MS, tour, unheld } from "./tour-as-started";

const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

test(
  "npm start -- --unkind holds every step although vendors throttle, delay and drop",
  async () => {
    // Neither cdktf nor a provider's start is a vendor's.
    const { report, exitCode } = await tour(home, "--unkind", "--quick");
    expect(TOUR.flatMap(({ name }) => unheld(report, name))).toEqual([]);
    expect(exitCode).toBe(0);
  },
  PATIENCE_MS,
);
