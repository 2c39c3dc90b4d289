import { deadlineSeconds } from "../../../sandbox/providers/azuread/timeouts";

const none = { create: null, delete: null, read: null, update: null };

test("without a timeout the resource's own deadline counts", () => {
  expect(deadlineSeconds(null, "create", 900)).toBe(900);
  expect(deadlineSeconds({ ...none, update: "1m" }, "create", 900)).toBe(900);
});

test.each([
  ["90s", 90],
  ["5m", 300],
  ["1h30m", 5400],
  ["0.5m", 30],
])("%s is %i seconds", (text, seconds) => {
  expect(deadlineSeconds({ ...none, update: text }, "update", 300)).toBe(seconds);
});

test("what is not a duration is refused with its place", () => {
  expect(() => deadlineSeconds({ ...none, read: "soon" }, "read", 300)).toThrow(
    'Found "soon"; expected hours, minutes and seconds',
  );
});
