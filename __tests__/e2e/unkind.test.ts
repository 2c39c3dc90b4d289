/** The whole tour, while vendors are as they may be on any day. */
import { TOUR } from "../../tour/steps";
import { PATIENCE_MS, tour, unheld } from "./tour-as-started";

test(
  "npm start -- --unkind holds every step although vendors throttle, delay and drop",
  async () => {
    // Neither cdktf nor a provider's start is a vendor's.
    const { report, exitCode } = await tour({}, "--unkind", "--quick");
    expect(TOUR.flatMap(({ name }) => unheld(report, name))).toEqual([]);
    expect(exitCode).toBe(0);
  },
  PATIENCE_MS,
);
