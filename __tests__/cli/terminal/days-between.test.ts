import { daysBetween } from "../../../cli/terminal/time";

test.each([
  ["2026-11-28T12:00:00Z", "2027-11-28T00:00:00Z", 365],
  ["2026-11-28T23:59:00Z", "2026-11-29T00:01:00Z", 1],
  ["2026-11-28T00:00:00Z", "2026-11-28T23:59:00Z", 0],
  ["2026-11-29T00:01:00Z", "2026-11-28T23:59:00Z", -1],
])("from %s to %s a person counts %i days", (from, to, days) => {
  expect(daysBetween(new Date(from), new Date(to))).toBe(days);
});
