import type { Facts, Scenario } from "../scenario";
import { StackOfConstructs } from "../stack-of-constructs";
import { playSequence } from "./sequences";
import type { Tally } from "./tenant";

const CHUNKS = 12;
const SEQUENCES = 25;

/** Random sequences of what may happen, against the rules of right-behaviour.ts. */
export function model(): readonly Scenario[] {
  return Array.from({ length: CHUNKS }, (_, chunk) => ({
    group: "model" as const,
    name: `random sequences ${chunk * SEQUENCES + 1} to ${(chunk + 1) * SEQUENCES}`,
    expected: { failures: [], "tokens beyond need": 0, "clean plans over a dead binding": 0 },
    run: () => play(chunk * SEQUENCES + 1, SEQUENCES),
  }));
}

async function play(first: number, count: number): Promise<Facts> {
  const tally: Tally = {
    deploys: 0,
    plans: 0,
    rotations: 0,
    beyondNeed: 0,
    cleanOverDead: 0,
    statesCut: 0,
  };
  const failures: string[] = [];
  const stack = await StackOfConstructs.start();
  try {
    for (let seed = first; seed < first + count; seed++) {
      const { story, failure } = await playSequence(stack, seed, tally);
      if (failure !== null) failures.push(`seed ${seed}: ${story}: ${failure}`);
    }
  } finally {
    await stack.stop();
  }
  return {
    failures,
    sequences: count,
    ...{ deploys: tally.deploys, plans: tally.plans, rotations: tally.rotations },
    "state files cut": tally.statesCut,
    "tokens beyond need": tally.beyondNeed,
    "clean plans over a dead binding": tally.cleanOverDead,
  };
}
