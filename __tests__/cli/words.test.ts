import { expiryInWords, gapInWords } from "../../cli/words";

test.each([
  [null, "none measured"],
  [{ atLeast: 3, atMost: 8 }, "3 to 8 s"],
  [{ atLeast: 8, atMost: 8 }, "8 s"],
  [{ atLeast: null, atMost: 8 }, "at most 8 s"],
  [{ atLeast: 3, atMost: null }, "at least 3 s, at most unknown"],
  [{ atLeast: null, atMost: null }, "unknown"],
  [{ atLeast: 172800, atMost: null }, "at least 172800 s (2 days), at most unknown"],
  [{ atLeast: 60, atMost: 600 }, "60 to 600 s (10 min)"],
])("a gap of %j is told as %s", (gap, words) => {
  expect(gapInWords(gap)).toBe(words);
});

test.each([
  [null, "its age is unknown, so nothing warns before it expires"],
  [-1, "expired 1 day ago"],
  [0, "expires within a day"],
  [1, "expires in 1 day"],
  [30, "expires in 30 days"],
])("with %s days left, it %s", (daysLeft, words) => {
  expect(expiryInWords(daysLeft)).toBe(words);
});
