import { interruption } from "../../../cli/rotate/interruption";
import type { Journey } from "../../../cli/rotate/journey";

const ALIVE = "the present token worked when it was last asked";

test.each([
  ["was never asked, as where it is only watched", null, false],
  ["was asked, and worked", new Date(0), true],
] as const)(
  "Ctrl-C before a token was given: that the present one worked is said only if it %s",
  async (_name, lastAliveAt, isSaid) => {
    const old = { lastAliveAt: () => lastAliveAt, isDead: () => false, stop: async () => {} };
    const journey = { stage: "generating", old, signal: AbortSignal.abort() } as unknown as Journey;
    const { message, exitCode } = await interruption(journey);
    expect(message).toContain("Nothing was written");
    expect(message.includes(ALIVE)).toBe(isSaid);
    expect(exitCode).toBe(130);
  },
);
