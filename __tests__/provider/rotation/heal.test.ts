import type { BoundPlace, TestResult } from "../../../provider/rotation/connection-test";
import type { Probe } from "../../../provider/rotation/probe";
import { testOrHealOnce } from "../../../provider/rotation/heal";

const { signal } = new AbortController();

/** A place whose test passes once it was written to `writesNeeded` times; notes what was done. */
function aPlace(
  provenBy: BoundPlace["provenBy"],
  {
    writesNeeded,
    otherwise = "rejected",
  }: { writesNeeded: number; otherwise?: TestResult["verdict"] },
) {
  const done: string[] = [];
  const place: BoundPlace = {
    name: "a place",
    provenBy,
    async test() {
      done.push("test");
      const writes = done.filter((each) => each === "write").length;
      return { verdict: writes >= writesNeeded ? "tested" : otherwise, evidence: "" };
    },
    async write() {
      done.push("write");
    },
  };
  return { place, done };
}

test("a place that passes is not written to", async () => {
  const { place, done } = aPlace("test", { writesNeeded: 0 });
  expect((await testOrHealOnce(place, "token", signal)).verdict).toBe("tested");
  expect(done).toEqual(["test"]);
});

test("one that fails gets the token once, and the test after that decides", async () => {
  const { place, done } = aPlace("test", { writesNeeded: 1 });
  expect((await testOrHealOnce(place, "token", signal)).verdict).toBe("tested");
  expect(done).toEqual(["test", "write", "test"]);
});

test("one that keeps failing is written to once only", async () => {
  const { place, done } = aPlace("test", { writesNeeded: 2 });
  expect((await testOrHealOnce(place, "token", signal)).verdict).toBe("rejected");
  expect(done).toEqual(["test", "write", "test"]);
});

test("one that could not be asked is not written to", async () => {
  const { place, done } = aPlace("test", { writesNeeded: 1, otherwise: "no-verdict" });
  expect((await testOrHealOnce(place, "token", signal)).verdict).toBe("no-verdict");
  expect(done).toEqual(["test"]);
});

test("one that only saving proves is written to first", async () => {
  const { place, done } = aPlace("write", { writesNeeded: 1 });
  await testOrHealOnce(place, "token", signal);
  expect(done).toEqual(["write", "test"]);
});

test.each(["test", "write", "person"] as const)(
  "without a token a place that is proven by %s is only tested",
  async (provenBy) => {
    const { place, done } = aPlace(provenBy, { writesNeeded: 1 });
    await testOrHealOnce(place, null, signal);
    expect(done).toEqual(["test"]);
  },
);

test("what a person enters is never written", async () => {
  const { place, done } = aPlace("person", { writesNeeded: 1 });
  await testOrHealOnce(place, "token", signal);
  expect(done).toEqual(["test"]);
});

describe("a token that the place does not try by itself", () => {
  const asked = (verdict: Probe["verdict"]) => {
    const { place, done } = aPlace("test", { writesNeeded: 1 });
    const tryToken = async () => ({ verdict, message: `it is ${verdict}`, at: new Date(0) });
    return { place: { ...place, tryToken }, done };
  };

  test("is written when Druva accepts it", async () => {
    const { place, done } = asked("accepted");
    expect((await testOrHealOnce(place, "token", signal)).verdict).toBe("tested");
    expect(done).toEqual(["test", "write", "test"]);
  });

  test.each(["rejected", "refused", "unreachable"] as const)(
    "is not written when it is %s, and the error says why",
    async (verdict) => {
      const { place, done } = asked(verdict);
      await expect(testOrHealOnce(place, "token", signal)).rejects.toThrow(`it is ${verdict}`);
      expect(done).toEqual(["test"]);
    },
  );

  test("is tried first as well where only saving it anew proves the place", async () => {
    const { place, done } = asked("rejected");
    const written = testOrHealOnce({ ...place, provenBy: "write" }, "token", signal);
    await expect(written).rejects.toThrow("a place: The token that is known here was not put in");
    expect(done).toEqual([]);
  });
});
