import type { Facts, Scenario } from "../scenario";
import { StackOfConstructs } from "../stack-of-constructs";
import { playSequence, playSteps } from "./sequences";
import { SHRUNK } from "./shrunk";
import type { Tally } from "./tenant";

const CHUNKS = 12;
const SEQUENCES = 25;
const EXPECTED = { failures: [], "tokens beyond need": 0, "clean plans over a dead binding": 0 };

/** Sequences of what may happen, against the rules of right-behaviour.ts: those that failed once, and random ones. */
export function model(): readonly Scenario[] {
  const about = { group: "model", expected: EXPECTED } as const;
  return [
    ...SHRUNK.map(({ name, shape, steps }) => ({
      ...{ ...about, name },
      run: () =>
        tallied(1, (stack, _, tally) =>
          playSteps(stack, shape, steps, tally).then(
            () => null,
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          ),
        ),
    })),
    ...Array.from({ length: CHUNKS }, (_, chunk) => ({
      ...{
        ...about,
        name: `random sequences ${chunk * SEQUENCES + 1} to ${(chunk + 1) * SEQUENCES}`,
      },
      run: () =>
        tallied(SEQUENCES, async (stack, number, tally) => {
          const seed = chunk * SEQUENCES + number;
          const { story, failure } = await playSequence(stack, seed, tally);
          return failure && `seed ${seed}: ${story}: ${failure}`;
        }),
    })),
  ];
}

/** Plays so many on one stack; each returns why it failed, null where it did not. */
async function tallied(
  sequences: number,
  play: (stack: StackOfConstructs, number: number, tally: Tally) => Promise<string | null>,
): Promise<Facts> {
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
    for (let number = 1; number <= sequences; number++) {
      const failure = await play(stack, number, tally);
      if (failure !== null) failures.push(failure);
    }
  } finally {
    await stack.stop();
  }
  return {
    failures,
    sequences,
    ...{ deploys: tally.deploys, plans: tally.plans, rotations: tally.rotations },
    "state files cut": tally.statesCut,
    "tokens beyond need": tally.beyondNeed,
    "clean plans over a dead binding": tally.cleanOverDead,
  };
}
