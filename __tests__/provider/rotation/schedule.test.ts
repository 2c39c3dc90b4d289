import fc from "fast-check";
import {
  clockVerdict,
  DEFAULT_POLICY,
  earliestIssue,
  isDay,
  type Policy,
  scheduleOf,
} from "../../../provider/rotation/schedule";

const utc = (text: string) => new Date(`${text}Z`);
const policy: Policy = DEFAULT_POLICY;
const anyInstant = fc.date({
  min: utc("2020-01-01T00:00:00"),
  max: utc("2040-01-01T00:00:00"),
  noInvalidDate: true,
});
const anyPolicy = fc
  .tuple(fc.integer({ min: 1, max: 365 }), fc.nat())
  .map(([lifetimeDays, before]): Policy => ({
    lifetimeDays,
    rotateBeforeDays: before % lifetimeDays,
    mode: "reviewed",
  }));

test("a token expires after its lifetime, and is due from 30 days before", () => {
  expect(scheduleOf(utc("2026-01-01T10:00:00"), policy)).toEqual({
    expiresAt: utc("2027-01-01T10:00:00"),
    rotateAt: utc("2026-12-02T10:00:00"),
  });
});

test.each([
  ["2026-12-02T09:59:59", null],
  ["2026-12-02T10:00:00", "due"],
  ["2027-01-01T09:59:59", "due"],
  ["2027-01-01T10:00:00", "expired"],
])("at %s the clock's verdict is %s", (now, verdict) => {
  expect(clockVerdict(scheduleOf(utc("2026-01-01T10:00:00"), policy), utc(now))).toBe(verdict);
});

test("nothing is guessed of a token whose age is unknown", () => {
  expect(scheduleOf(null, policy)).toBeNull();
  expect(clockVerdict(null, utc("2040-01-01T00:00:00"))).toBeNull();
});

test("once due, a token stays due or expired", () => {
  fc.assert(
    fc.property(anyInstant, anyPolicy, anyInstant, anyInstant, (issued, policy, one, other) => {
      const [earlier, later] = one < other ? [one, other] : [other, one];
      const schedule = scheduleOf(issued, policy);
      fc.pre(clockVerdict(schedule, earlier) !== null);
      expect(clockVerdict(schedule, later)).not.toBeNull();
    }),
  );
});

test("a token that a request asked for counts from the request's day", () => {
  expect(earliestIssue("2026-12-02", null, utc("2026-12-05T08:00:00"))).toEqual(
    utc("2026-12-02T00:00:00"),
  );
});

test("it is not older than the old token's last success", () => {
  const lastValid = utc("2026-12-04T12:00:00");
  expect(earliestIssue("2026-12-02", lastValid, utc("2026-12-05T08:00:00"))).toEqual(lastValid);
});

test("it is never counted from the future", () => {
  fc.assert(
    fc.property(anyInstant, fc.option(anyInstant), anyInstant, (day, lastValid, now) => {
      const issued = earliestIssue(day.toISOString().slice(0, 10), lastValid, now);
      expect(issued.getTime()).toBeLessThanOrEqual(now.getTime());
    }),
  );
});

test("only days of the calendar are days", () => {
  expect(["2028-02-29", "2026-12-31"].map(isDay)).toEqual([true, true]);
  expect(["2027-02-29", "2026-13-01", "2026-1-1", "tomorrow", ""].map(isDay)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
