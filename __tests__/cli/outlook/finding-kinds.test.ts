import { kindOfBinding, kindOfToken, worstOf } from "../../../cli/outlook/finding-kinds";

const okta = { kind: "okta", notes: [] } as const;

test.each([
  ["tested", null],
  ["rejected", "broken"],
  ["waiting", "waiting"],
  ["unproven", "unproven"],
  ["unknown", "blind"],
] as const)("a binding that is %s is %s", (status, kind) => {
  expect(kindOfBinding(status, { ...okta, status })).toBe(kind);
});

test("only an Entra application's notes stop it", () => {
  const notes = ["its job is paused"];
  expect(kindOfBinding("tested", { kind: "entra", status: "tested", notes })).toBe("stopped");
  expect(kindOfBinding("tested", { kind: "okta", status: "tested", notes })).toBeNull();
});

test.each([
  ["valid", null],
  ["observed", null],
  ["due", "due"],
  ["expired", "due"],
  ["unproven", "blind"],
  ["rejected", "broken"],
] as const)("a token that is %s is %s", (status, kind) => {
  expect(kindOfToken(status)).toBe(kind);
});

test("the worst of several is the first of the list", () => {
  expect(worstOf(["due", null, "waiting", "broken"])).toBe("broken");
  expect(worstOf([null])).toBeNull();
});
