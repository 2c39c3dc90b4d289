import fc from "fast-check";
import { type Gap, type GapFacts, gapAfter } from "../../../provider/bindings/gap";

const now = new Date("2027-01-01T00:10:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const MEASURED = { atMost: 7, atLeast: 5 };
const NONE = { atMost: null, atLeast: null };
const held = (fingerprint: string | null, gap: Gap = NONE) => ({ fingerprint, gap });

/** A new token in place of an old one, and its test has passed. */
const after = (set: Partial<GapFacts> = {}) =>
  gapAfter({
    status: "tested",
    fingerprint: "new",
    before: held("old", MEASURED),
    wasProven: false,
    oldTokenLastValidAt: secondsAgo(90.5),
    provenAt: secondsAgo(60.5),
    now,
    ...set,
  });

test("the gap is at most since the old token's last success and at least since the new one's first", () => {
  expect(after()).toEqual({ atMost: 91, atLeast: 60 });
});

test("its upper bound is unknown where the old token was not seen alive", () => {
  expect(after({ oldTokenLastValidAt: null })).toEqual({ atMost: null, atLeast: 60 });
});

test("a new binding has none: it held no old token", () => {
  expect(after({ before: null })).toEqual(NONE);
});

test("a binding that was only observed has none: its old token is not known", () => {
  expect(after({ before: held(null) })).toEqual(NONE);
});

test("healing a binding that had passed leaves its gap as it was measured", () => {
  expect(after({ before: held("new", MEASURED), wasProven: true })).toEqual(MEASURED);
});

test("a binding that had passed and waits for a person again keeps its gap as well", () => {
  const again = { status: "waiting", before: held("new", MEASURED), wasProven: true } as const;
  expect(after(again)).toEqual(MEASURED);
});

test("while a person is waited for only the lower bound is known, and it grows", () => {
  const first = after({ status: "waiting" });
  expect(first).toEqual({ atMost: null, atLeast: 60 });
  const later = new Date(now.getTime() + 60_000);
  expect(after({ before: held("new", first), now: later })).toEqual({ atMost: 151, atLeast: 120 });
});

test("a first binding that waits for a person never gets one", () => {
  expect(after({ before: held("new") })).toEqual(NONE);
});

test.each(["unproven", "unknown", "rejected"] as const)(
  "what is %s has none: nothing shows when it ended",
  (status) => expect(after({ status })).toEqual(NONE),
);

test("the lower bound is never above the upper one, where the old token died before the new one lived", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), (one, other) => {
      const { atMost, atLeast } = after({
        oldTokenLastValidAt: secondsAgo(Math.max(one, other) / 1000),
        provenAt: secondsAgo(Math.min(one, other) / 1000),
      });
      expect(atMost).toBeGreaterThanOrEqual(atLeast ?? Infinity);
    }),
  );
});
