import {
  generateStep,
  handedOver,
  handoverSteps,
  handoverVariables,
  numbered,
} from "../../../provider/issuers/handover";

test("a tenant's variable is named after it", () => {
  expect(handoverVariables("acme-emea", null)).toEqual(["DRUVA_SCIM_TOKEN_ACME_EMEA"]);
  expect(handoverVariables("acme", ["DRUVA_SCIM_TOKEN"])).toEqual(["DRUVA_SCIM_TOKEN"]);
});

test("the first variable that is set gives the token", () => {
  const environment = { B: "two", C: "three" };
  expect(handedOver(["A", "B", "C"], environment)).toMatchObject({ variable: "B", token: "two" });
});

test("only the plain variable can hold any tenant's token", () => {
  const environment = { DRUVA_SCIM_TOKEN: "any", DRUVA_SCIM_TOKEN_ACME: "own" };
  const named = (name: string) => handedOver([name], environment)?.namesTenant;
  expect([named("DRUVA_SCIM_TOKEN"), named("DRUVA_SCIM_TOKEN_ACME")]).toEqual([false, true]);
});

test("an empty variable is one that is not set", () => {
  expect(handedOver(["A"], { A: " " })).toBeNull();
});

test("the line end that a paste brings along is dropped", () => {
  expect(handedOver(["A"], { A: "token\n" })?.token).toBe("token");
});

test.each([
  ["two words", "s3cret s3cret", "it holds white space: was more than the token copied?"],
  ["a header's value", "Bearer s3cret", 'it begins with "Bearer": the token alone is wanted'],
  [
    "what an issuing command printed",
    '{"token":"s3cret"}',
    "it is JSON: the token alone is wanted",
  ],
  ["a text in quotes", '"s3cret"', "it is in quotes: the token alone is wanted"],
  ["one quote that was copied along", "s3cret'", "it is in quotes: the token alone is wanted"],
  ["a character beyond ASCII", "s3cret…", "it holds characters that a header cannot carry"],
])("%s is refused, by the variable's name and without its value", (_what, value, why) => {
  const take = () => handedOver(["A"], { A: value });
  expect(take).toThrow(`What was handed over is no token: A: ${why}`);
  expect(take).not.toThrow(/s3cret/);
});

test("a new token is entered by hand after it was generated and before it is handed over", () => {
  const steps = handoverSteps({
    tenant: "acme",
    variables: ["TOKEN"],
    wanted: "new",
    byHand: ["Okta app X: paste it"],
  });
  expect(steps).toEqual([
    generateStep("acme"),
    "Okta app X: paste it",
    expect.stringContaining("Set TOKEN"),
  ]);
});

test("to take a living token over nobody is told to generate one", () => {
  const steps = handoverSteps({ tenant: "acme", variables: ["T"], wanted: "in use", byHand: [] });
  expect(steps).not.toContain(generateStep("acme"));
  expect(steps[0]).toContain("set T to it");
  expect(steps[2]).toMatch(/"observe".*"adopt" again/);
});

test("whoever has the token that somebody generated is told all steps before one is made in its stead", () => {
  const byHand = "Okta app X: paste it.";
  const steps = handoverSteps({
    tenant: "acme",
    variables: ["TOKEN"],
    wanted: "latest",
    byHand: [byHand],
  });
  expect(steps).toEqual([
    expect.stringMatching(/Okta app X: paste it\..*set TOKEN to it/),
    expect.stringContaining("Only if nobody has it"),
    generateStep("acme"),
    byHand,
    expect.stringContaining("Set TOKEN"),
  ]);
});

test("steps are a list for people, and nothing where there is nothing to do", () => {
  expect(numbered(["one", "two"])).toBe("  1. one\n  2. two");
  expect(numbered([])).toBe("");
});
