import { watchOldToken } from "../../../cli/rotate/old-token";
import type { Probe } from "../../../provider/rotation/probe";

const at = (second: number) => new Date(Date.UTC(2027, 0, 2, 10, 0, second));
const probe = (verdict: Probe["verdict"], second: number): Probe => ({
  verdict,
  message: "words",
  at: at(second),
});

/** Answers in turn, and tells when all of them were asked for. */
function answering(...answers: readonly Probe[]) {
  const left = [...answers];
  let told = () => {};
  const done = new Promise<void>((resolve) => (told = resolve));
  const ask = async (): Promise<Probe> => {
    const next = left.shift() ?? probe("rejected", 59);
    if (left.length === 0) told();
    return next;
  };
  return { ask, done };
}

test("the last success before the rejection is remembered, and nobody is asked after that", async () => {
  const { ask, done } = answering(probe("accepted", 3), probe("accepted", 6), probe("rejected", 9));
  const old = watchOldToken(ask, probe("accepted", 0), 0);
  await done;
  await old.stop();
  expect(old.lastAliveAt()).toEqual(at(6));
  expect(old.isDead()).toBe(true);
});

test("an answer that is no verdict neither kills it nor moves its last success", async () => {
  const { ask, done } = answering(probe("unreachable", 3), probe("refused", 6));
  const old = watchOldToken(ask, probe("accepted", 0), 0);
  await done;
  expect(old.lastAliveAt()).toEqual(at(0));
  await old.stop();
});

test("one that was dead from the start was never seen alive", async () => {
  const old = watchOldToken(async () => probe("accepted", 3), probe("rejected", 0), 0);
  await old.stop();
  expect(old.lastAliveAt()).toBeNull();
  expect(old.isDead()).toBe(true);
});
