import { untilSteady } from "../../../sandbox/providers/azuread/eventual-consistency";

/** Looks that give these, then yes for ever; waits that are written down and over at once. */
function watch(looks: readonly boolean[], deadlineSeconds = 300) {
  const waits: number[] = [];
  let looked = 0;
  const done = untilSteady(async () => looks[looked++] ?? true, {
    target: "Done",
    looking: "retrieving synchronization secret",
    deadlineSeconds,
    wait: async (seconds) => void waits.push(seconds),
    signal: new AbortController().signal,
  });
  return { done, waits, looked: () => looked };
}

test("what is there at once is looked at five times within twenty seconds", async () => {
  const { done, waits, looked } = watch([]);
  await done;
  expect(looked()).toBe(5);
  expect(waits).toEqual([5, 5, 5, 5]);
});

test("what vanishes again is counted anew, and waited for longer", async () => {
  const { done, waits, looked } = watch([true, true, false]);
  await done;
  expect(looked()).toBe(8);
  expect(waits).toEqual([5, 5, 10, 10, 10, 10, 10]);
});

test("what never comes is given up at the deadline", async () => {
  const { done } = watch(Array<boolean>(100).fill(false), 300);
  await expect(done).rejects.toThrow("timeout while waiting for state to become 'Done'");
});

test("a look that fails ends the wait", async () => {
  const failing = untilSteady(() => Promise.reject(new Error("403")), {
    target: "Done",
    looking: "retrieving synchronization secret",
    deadlineSeconds: 300,
    wait: async () => {},
    signal: new AbortController().signal,
  });
  await expect(failing).rejects.toThrow("retrieving resource: retrieving synchronization secret");
});
