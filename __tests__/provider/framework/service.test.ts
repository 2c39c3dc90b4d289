/** The calls that Terraform makes, without Terraform: what the answers hold, byte by byte. */
import { createClient, createRouterTransport } from "@connectrpc/connect";
import { encode } from "@msgpack/msgpack";
import * as fc from "fast-check";
import { decode, encodePlanned, NULL } from "../../../provider/framework/values";
import { providerService } from "../../../provider/framework/service";
import { unknown } from "../../../provider/framework/unknown";
import { Diagnostic_Severity, Provider } from "../../../provider/protocol/generated/tfplugin6_pb";
import { toy } from "./toy/provider";
import { thingFields } from "./toy/thing";

const typeName = "toy_thing";
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Any text that the pattern is found in. */
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const empty = Object.fromEntries(Object.keys(thingFields).map((name) => [name, null]));
const thing = (values: Readonly<Record<string, unknown>>) =>
  encodePlanned(thingFields, { ...empty, name: "it", step: [], ...values });

/** What would go to Terraform's log. */
let logged: string;
beforeEach(() => {
  logged = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    logged += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

async function configured() {
  const transport = createRouterTransport(({ service }) => service(Provider, providerService(toy)));
  const terraform = createClient(Provider, transport);
  const config = { msgpack: encode({ greeting: null, api_key: "key-of-the-api" }) };
  expect((await terraform.configureProvider({ config })).diagnostics).toEqual([]);
  return terraform;
}

test("a plan asked for again is answered alike, byte by byte", async () => {
  const terraform = await configured();
  const anyThing = fc.record({
    size: fc.oneof(fc.maxSafeInteger(), fc.constant(null), fc.constant(unknown)),
    labels: fc.uniqueArray(fc.string(), { maxLength: 3 }),
    password: fc.option(fc.string()),
    settings: fc.option(
      fc.record({ mode: fc.string(), level: fc.nat(), chosen: fc.constant(null) }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.option(anyThing), anyThing, async (prior, wanted) => {
      const request = {
        typeName,
        priorState: prior === null ? NULL : thing({ ...prior, size: 1, id: "made" }),
        config: thing(wanted),
        proposedNewState: thing({ ...wanted, id: prior === null ? null : "made" }),
      };
      const first = await terraform.planResourceChange(request);
      expect(await terraform.planResourceChange(request)).toEqual(first);
      expect(first.diagnostics).toEqual([]);
    }),
  );
});

test("a plan keeps the private state as it is", async () => {
  const terraform = await configured();
  const priorPrivate = bytes({ reads: 3 });
  const state = thing({ id: "made" });
  const { plannedPrivate } = await terraform.planResourceChange({
    typeName,
    priorState: state,
    proposedNewState: state,
    config: thing({}),
    priorPrivate,
  });
  expect(plannedPrivate).toEqual(priorPrivate);
});

test("private state that another version wrote counts as none", async () => {
  const terraform = await configured();
  const read = await terraform.readResource({
    typeName,
    currentState: thing({}),
    private: bytes({ reads: "many" }),
  });
  expect(read.private).toEqual(bytes({ reads: 1 }));
});

test("a failed create answers with an error and a null state", async () => {
  const terraform = await configured();
  for (const mishap of ["create", "defect", "wrong-type"]) {
    const planned = thing({ mishap, id: unknown });
    const applied = await terraform.applyResourceChange({
      typeName,
      priorState: NULL,
      plannedState: planned,
      config: thing({ mishap }),
    });
    expect(applied.diagnostics).toMatchObject([{ severity: Diagnostic_Severity.ERROR }]);
    expect(decode(thingFields, applied.newState)).toBeNull();
  }
});

test("a failed update answers with an error, the prior state and the prior private state", async () => {
  const terraform = await configured();
  const prior = thing({ id: "made", size: 1 });
  const applied = await terraform.applyResourceChange({
    typeName,
    priorState: prior,
    plannedState: thing({ id: "made", size: 2, mishap: "update" }),
    config: thing({ size: 2, mishap: "update" }),
    plannedPrivate: bytes({ reads: 5 }),
  });
  expect(applied.diagnostics).toMatchObject([{ summary: "Update failed" }]);
  expect(decode(thingFields, applied.newState)).toMatchObject({ id: "made", size: 1 });
  expect(applied.private).toEqual(bytes({ reads: 5 }));
});

test("an attribute that the schema no longer has is dropped from a stored state", async () => {
  const terraform = await configured();
  const { upgradedState, diagnostics } = await terraform.upgradeResourceState({
    typeName,
    version: 0n,
    rawState: { json: bytes({ name: "it", gone: { deep: [1] } }) },
  });
  expect(diagnostics).toEqual([]);
  expect(decode(thingFields, upgradedState)).toEqual({ ...empty, name: "it" });
});

test("a state of a newer provider is refused, and says what to do", async () => {
  const terraform = await configured();
  const { diagnostics } = await terraform.upgradeResourceState({
    typeName,
    version: 7n,
    rawState: { json: bytes({ name: "it" }) },
  });
  expect(diagnostics).toMatchObject([
    { summary: matching(/newer version/), detail: matching(/version 7/) },
  ]);
});

test("a damaged state is refused, and says where", async () => {
  const terraform = await configured();
  const { diagnostics } = await terraform.upgradeResourceState({
    typeName,
    version: 0n,
    rawState: { json: bytes({ name: "it", settings: { level: true } }) },
  });
  expect(diagnostics).toMatchObject([
    { summary: "The state cannot be read", detail: matching(/settings\.level/) },
  ]);
});

test("of a state that is not JSON nothing is quoted: it holds secrets", async () => {
  const terraform = await configured();
  const { diagnostics } = await terraform.upgradeResourceState({
    typeName,
    version: 0n,
    rawState: { json: new TextEncoder().encode('{"name": s3cret-token}') },
  });
  expect(diagnostics).toMatchObject([
    { summary: "The state cannot be read", detail: matching(/it is not JSON/) },
  ]);
  expect(diagnostics[0]?.detail).not.toMatch(/s3c/);
});

test("a stored value outside its enum is refused, and says where", async () => {
  const terraform = await configured();
  const { diagnostics, upgradedState } = await terraform.upgradeResourceState({
    typeName,
    version: 0n,
    rawState: { json: bytes({ name: "it", mood: "solemn" }) },
  });
  expect(upgradedState).toBeUndefined();
  expect(diagnostics).toMatchObject([
    {
      summary: "The state cannot be read",
      detail: matching(/mood: expected one of "calm", "wild", found "solemn"/),
      attribute: { steps: [{ selector: { case: "attributeName", value: "mood" } }] },
    },
  ]);
});

test("a stored number outside its range is kept", async () => {
  const terraform = await configured();
  const { upgradedState } = await terraform.upgradeResourceState({
    typeName,
    version: 0n,
    rawState: { json: bytes({ name: "it", parts: [{ name: "first", grade: 9 }] }) },
  });
  expect(decode(thingFields, upgradedState)).toMatchObject({
    parts: [{ name: "first", grade: 9 }],
  });
});

test("a resource's own complaints and the framework's come together", async () => {
  const terraform = await configured();
  const { diagnostics } = await terraform.validateResourceConfig({
    typeName,
    config: thing({ mood: "angry", mishap: "validate" }),
  });
  expect(diagnostics).toMatchObject([
    { summary: 'mood cannot be "angry"' },
    { summary: "It is not valid" },
  ]);
});

test("a Terraform that would store write-only values is told to be newer", async () => {
  const terraform = await configured();
  const given = { ...empty, name: "it", step: [], token_wo: "shown once" };
  const config = { msgpack: encode(given) };
  const old = await terraform.validateResourceConfig({ typeName, config });
  expect(old.diagnostics).toMatchObject([
    {
      summary: "A write-only attribute needs a newer Terraform",
      attribute: { steps: [{ selector: { case: "attributeName", value: "token_wo" } }] },
    },
  ]);
  const clientCapabilities = { writeOnlyAttributesAllowed: true };
  const current = await terraform.validateResourceConfig({ typeName, config, clientCapabilities });
  expect(current.diagnostics).toEqual([]);
});

test("what the provider is configured with stays out of every later diagnostic", async () => {
  const terraform = await configured();
  const mishap = "defect";
  const { diagnostics } = await terraform.applyResourceChange({
    typeName,
    priorState: NULL,
    plannedState: thing({ mishap, password: "a key-of-the-api" }),
    config: thing({ mishap }),
  });
  expect(diagnostics[0]?.detail).toMatch(/^broken beside \(sensitive\)/);
  expect(JSON.stringify(diagnostics)).not.toContain("key-of-the-api");
  expect(logged).toMatch(/"stack":"Error: broken beside \(sensitive\)/);
  expect(logged).not.toContain("key-of-the-api");
});

test("an error after Terraform asked to stop is no defect", async () => {
  const terraform = await configured();
  await terraform.stopProvider({});
  const { diagnostics } = await terraform.applyResourceChange({
    typeName,
    priorState: NULL,
    plannedState: thing({ mishap: "defect" }),
    config: thing({ mishap: "defect" }),
  });
  expect(diagnostics).toMatchObject([{ summary: "Stopped before it was done" }]);
});

test("numbers that are not whole, or too large to be exact, are refused by name", async () => {
  const terraform = await configured();
  for (const size of [0.5, 2 ** 53, "12345678901234567890123"]) {
    const config = { msgpack: encode({ ...empty, name: "it", step: [], size }) };
    const { diagnostics } = await terraform.validateResourceConfig({ typeName, config });
    expect(diagnostics).toMatchObject([
      { summary: "Not a whole number", detail: matching(/^size is /) },
    ]);
  }
});
