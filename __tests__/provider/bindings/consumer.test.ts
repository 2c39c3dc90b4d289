import { type Consumer, keyOf, labelOf, readConsumers } from "../../../provider/bindings/consumer";

const all: readonly Consumer[] = [
  {
    kind: "entra",
    id: "one",
    name: "Druva",
    provider: "emea",
    through: "azuread",
    untestable: "no permission",
    jobId: "scim.1",
    manageJob: true,
    tenantUrl: "https://apis.druva.com/insync/scim?a",
    hiddenSettings: { SyncAll: "true" },
    address: "here",
    movedFrom: ["there"],
  },
  { kind: "okta", id: "two", through: "person" },
  {
    kind: "command",
    id: "three",
    bindCommand: ["bind"],
    testCommand: ["test", "it"],
    environment: ["NAME"],
    deadlineSeconds: 5,
  },
];

test("what is written as JSON is read as it was", () => {
  expect(readConsumers(JSON.stringify(all))).toEqual(all);
});

test("no text is no consumers", () => {
  expect(readConsumers(null)).toEqual([]);
});

test("a key that is null is absent", () => {
  const [consumer] = readConsumers('[{"kind":"okta","id":"one","name":null}]');
  expect(consumer).toEqual({ kind: "okta", id: "one" });
});

test.each([
  ["what is no JSON", "entra", "it is not JSON"],
  ["what is no list", "{}", "it is not a list"],
  ["what is no object", "[null]", "[0].kind: expected"],
  ["an unknown kind", '[{"kind":"onelogin","id":"1"}]', '[0].kind: expected "entra" or "okta"'],
  ["a consumer without an id", '[{"kind":"okta"}]', "[0].id: missing"],
  ["an unknown key", '[{"kind":"okta","id":"1","jobId":"x"}]', "[0].jobId: unknown"],
  ["a writer of another kind", '[{"kind":"okta","id":"1","through":"azuread"}]', "[0].through"],
  ["a text for a truth", '[{"kind":"entra","id":"1","manageJob":"no"}]', "[0].manageJob: expected"],
  ["a command line", '[{"kind":"command","id":"1","bindCommand":"a b"}]', "[0].bindCommand"],
  ["a part of a second", '[{"kind":"command","id":"1","deadlineSeconds":1.5}]', "a whole number"],
  ["settings that are no texts", '[{"kind":"entra","id":"1","hiddenSettings":{"a":1}}]', "by name"],
])("%s is refused, with its place", (_, json, said) => {
  expect(() => readConsumers(json)).toThrow(said);
});

test("it has a key for programs, and a label for people", () => {
  expect(all.map(keyOf)).toEqual(["entra/one", "okta/two", "command/three"]);
  expect(all.map(labelOf)).toEqual(["Druva (one)", "two", "three"]);
});
