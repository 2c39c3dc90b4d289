import { isInRange } from "./node-range";

test.each([
  ">=20",
  ">= 20.19",
  "^20.19.0 || ^22.13.0 || >=24",
  "18 || 20 || >=22",
  "20.x",
  "20 || >=22",
  ">=0.8.x",
  "*",
  ">=16 || 14 >=14.17",
  ">=18 <21",
  "~20.19",
])("20.19.0 is in %s", (range) => {
  expect(isInRange("20.19.0", range)).toBe(true);
});

test.each([
  ">=20.19.1",
  ">=20.20",
  "^20.20.0 || >=22.12",
  ">=22",
  "18 || 22",
  "^18.19.0",
  ">20",
  "<20",
  "14 >=14.17",
  "~20.18.0",
])("20.19.0 is not in %s", (range) => {
  expect(isInRange("20.19.0", range)).toBe(false);
});

test("a range in a form that is not known is an error", () => {
  expect(() => isInRange("20.19.0", "lts")).toThrow("lts");
});
