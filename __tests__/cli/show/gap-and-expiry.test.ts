import { expiryInWords, gapInWords } from "../../../cli/show/gap-and-expiry";

test.each([
  [null, "none measured"],
  [{ atLeast: 3, atMost: 8 }, "3 to 8 s"],
  [{ atLeast: 8, atMost: 8 }, "8 s"],
  [{ atLeast: null, atMost: 8 }, "at most 8 s"],
  [{ atLeast: 3, atMost: null }, "at least 3 s (no deploy saw when the old token last worked)"],
  [{ atLeast: null, atMost: null }, "unknown"],
  [
    { atLeast: 172800, atMost: null },
    "at least 2 days (no deploy saw when the old token last worked)",
  ],
  [{ atLeast: 60, atMost: 600 }, "60 s to 10 min"],
])("a gap of %j is told as %s", (gap, words) => {
  expect(gapInWords(gap)).toBe(words);
});

test("whoever is still without a working token is named beside the gap", () => {
  expect(gapInWords({ atLeast: 3, atMost: 8 }, ["Druva 2.0"])).toBe(
    "3 to 8 s; still open: Druva 2.0",
  );
});

test.each([
  [null, "its age is unknown, so nothing warns before it expires"],
  [-1, "expired 1 day ago"],
  [0, "expires today"],
  [1, "expires in 1 day"],
  [30, "expires in 30 days"],
])("with %s days left, it %s", (daysLeft, words) => {
  expect(expiryInWords(daysLeft)).toBe(words);
});
