import fc from "fast-check";
import { gapAfter } from "../../../provider/resources/gap";

const now = new Date("2027-01-01T00:10:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

type Known = Parameters<typeof gapAfter>[1];
const aTest = (set: Partial<Known> = {}): Known => ({
  fingerprint: "new",
  token_wo: null,
  old_token_last_valid_at: secondsAgo(90.5),
  proven_at: secondsAgo(60.5),
  untestable: null,
  status: "tested",
  evidence: null,
  verified_at: null,
  evidence_since: null,
  gap_seconds: null,
  gap_seconds_at_least: null,
  ...set,
});
const before = aTest({ fingerprint: "old", gap_seconds: 7, gap_seconds_at_least: 5 });

test("the gap is at most since the old token's last success and at least since the new one's first", () => {
  expect(gapAfter("tested", aTest(), before, false, now)).toEqual({
    gap_seconds: 91,
    gap_seconds_at_least: 60,
  });
});

test("its upper bound is unknown where the old token was not seen alive", () => {
  const args = aTest({ old_token_last_valid_at: null });
  expect(gapAfter("tested", args, before, false, now)).toEqual({
    gap_seconds: null,
    gap_seconds_at_least: 60,
  });
});

test("a new binding has none: it held no old token", () => {
  expect(gapAfter("tested", aTest(), null, false, now).gap_seconds).toBeNull();
});

test("a binding that was only observed has none: its old token is not known", () => {
  const observed = aTest({ fingerprint: null });
  expect(gapAfter("tested", aTest(), observed, false, now).gap_seconds).toBeNull();
});

test("healing a binding that had passed leaves its gap as it was measured", () => {
  const passed = aTest({ gap_seconds: 7, gap_seconds_at_least: 5 });
  expect(gapAfter("tested", aTest(), passed, true, now)).toEqual({
    gap_seconds: 7,
    gap_seconds_at_least: 5,
  });
});

test("a binding that had passed and waits for a person again keeps its gap as well", () => {
  const measured = { gap_seconds: 7, gap_seconds_at_least: 5 };
  const again = aTest({ status: "waiting", ...measured });
  expect(gapAfter("waiting", aTest(), again, true, now)).toEqual(measured);
});

test("while a person is waited for only the lower bound is known, and it grows", () => {
  const first = gapAfter("waiting", aTest(), before, false, now);
  expect(first).toEqual({ gap_seconds: null, gap_seconds_at_least: 60 });
  const later = new Date(now.getTime() + 60_000);
  const waiting = aTest({ status: "waiting", ...first });
  expect(gapAfter("tested", aTest(), waiting, false, later)).toEqual({
    gap_seconds: 151,
    gap_seconds_at_least: 120,
  });
});

test("a first binding that waits for a person never gets one", () => {
  const waiting = aTest({ status: "waiting" });
  expect(gapAfter("tested", aTest(), waiting, false, now).gap_seconds_at_least).toBeNull();
});

test("what could not be tested has none: nothing shows when it ended", () => {
  expect(gapAfter("unproven", aTest(), before, false, now).gap_seconds_at_least).toBeNull();
});

test("the lower bound is never above the upper one, where the old token died before the new one lived", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), (lastValidMs, provenMs) => {
      const [earlier, later] = [Math.max(lastValidMs, provenMs), Math.min(lastValidMs, provenMs)];
      const args = aTest({
        old_token_last_valid_at: secondsAgo(earlier / 1000),
        proven_at: secondsAgo(later / 1000),
      });
      const { gap_seconds, gap_seconds_at_least } = gapAfter("tested", args, before, false, now);
      expect(gap_seconds).toBeGreaterThanOrEqual(gap_seconds_at_least ?? Infinity);
    }),
  );
});
