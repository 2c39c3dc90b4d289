import fc from "fast-check";
import { clockAheadMs } from "../../../provider/clients/clock-ahead";

const date = (ms: number) => new Date(ms).toUTCString();
const instant = fc.integer({ min: 0, max: 4e12 });
const shortWhile = fc.integer({ min: 0, max: 5000 });

test("clocks that agree are not apart, whenever within the second the answer was written", () => {
  fc.assert(
    fc.property(instant, shortWhile, shortWhile, (written, before, after) => {
      // The header leaves the milliseconds out.
      expect(clockAheadMs(date(written), written - before, written + after)).toBe(0);
    }),
  );
});

test("one that is off is never told more off than it is, and not a second and the wait less", () => {
  const off = fc.integer({ min: -1e8, max: 1e8 });
  fc.assert(
    fc.property(instant, shortWhile, shortWhile, off, (written, before, after, ahead) => {
      const told = clockAheadMs(date(written + ahead), written - before, written + after);
      expect(Math.abs(told)).toBeLessThanOrEqual(Math.abs(ahead));
      expect(Math.abs(ahead - told)).toBeLessThanOrEqual(1000 + Math.max(before, after));
    }),
  );
});

test.each([undefined, "", "yesterday"])("a Date of %s tells nothing", (header) => {
  expect(clockAheadMs(header, 0, 10)).toBe(0);
});
