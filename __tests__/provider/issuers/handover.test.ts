import { handedOver, handoverSteps, handoverVariables } from "../../../provider/issuers/handover";

test("a tenant's variable is named after it", () => {
  expect(handoverVariables("acme-emea", null)).toEqual(["DRUVA_SCIM_TOKEN_ACME_EMEA"]);
  expect(handoverVariables("acme", ["DRUVA_SCIM_TOKEN"])).toEqual(["DRUVA_SCIM_TOKEN"]);
});

test("the first variable that is set gives the token", () => {
  const environment = { B: "two", C: "three" };
  expect(handedOver(["A", "B", "C"], environment)).toEqual({ variable: "B", token: "two" });
});

test("an empty variable is one that is not set", () => {
  expect(handedOver(["A"], { A: " " })).toBeNull();
});

test("the line end that a paste brings along is dropped", () => {
  expect(handedOver(["A"], { A: "token\n" })?.token).toBe("token");
});

test.each([
  ["two words", "Bearer s3cret"],
  ["a character beyond ASCII", "s3cret…"],
])("%s are refused, by the variable's name and without their value", (_what, value) => {
  expect(() => handedOver(["A"], { A: value })).toThrow(/^What was handed over is no token: A: /);
  expect(() => handedOver(["A"], { A: value })).not.toThrow(/s3cret/);
});

test("a new token is entered by hand after it was generated and before it is handed over", () => {
  const steps = handoverSteps({
    tenant: "acme",
    variables: ["TOKEN"],
    wanted: "new",
    byHand: ["Okta app X: paste it"],
  });
  const order = ["New Token", "Okta app X", "Set TOKEN"].map((each) => steps.indexOf(each));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
});

test("to take a living token over nobody is told to generate one", () => {
  const steps = handoverSteps({ tenant: "acme", variables: ["T"], wanted: "in use", byHand: [] });
  expect(steps).not.toContain("New Token");
});
