import { INTERRUPTED } from "../../tour/steps";
import { runTour } from "../../tour/run";

test(
  "a rotation whose provider is killed between issue and state issues exactly one token",
  async () => {
    const { steps } = await runTour(INTERRUPTED, { quick: true });
    expect(steps.flatMap(({ evidence }) => evidence.filter(({ held }) => !held))).toEqual([]);
  },
  3 * 60_000,
);
