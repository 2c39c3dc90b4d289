/** What a person sees, and Terraform stores, when real Terraform runs a provider of this framework. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaDocument } from "../../../provider/framework/schema-document";
import { toy } from "./toy/provider";
import { whatWasAsked } from "./toy/thing";
import { ToyFolder } from "./toy/toy-folder";

jest.setTimeout(60_000);

let toyland: ToyFolder;
beforeAll(async () => {
  toyland = await ToyFolder.make();
});
beforeEach(() => {
  jest.spyOn(process.stderr, "write").mockReturnValue(true); // its log
  rmSync(join(toyland.folder, "terraform.tfstate"), { force: true });
  whatWasAsked();
});
afterAll(() => toyland.remove());

/** Any text that the pattern is found in. */
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const thing = (body: string) => `resource "toy_thing" "it" {\n  name = "it"\n${body}\n}\n`;
const apply = () => toyland.apply();
const planned = () => toyland.plan();
const applied = async (hcl: string) => {
  toyland.configure(hcl);
  const run = await apply();
  expect(run.diagnostics).toEqual([]);
  whatWasAsked();
};
const attributes = () => toyland.state().resources[0]?.instances[0]?.attributes;

test("the schema document is the one that Terraform itself writes", async () => {
  toyland.configure("");
  const { stdout } = await toyland.run("providers", "schema", "-json");
  expect(schemaDocument("terraform.local/tests/toy", toy)).toEqual(JSON.parse(stdout));
});

test("what the configuration does not set and the provider computes is unknown in a create's plan", async () => {
  toyland.configure(thing("  settings = { level = 2 }"));
  const { changes } = await planned();
  expect(changes[0]?.after_unknown).toEqual({
    id: true,
    generation: true,
    token_length: true,
    settings: { chosen: true },
    step: [],
  });
  expect(whatWasAsked()[0]).toMatchObject({
    prior: null,
    config: { id: null, settings: { level: 2, chosen: null } },
    proposed: { id: "(known after apply)", settings: { chosen: "(known after apply)" } },
  });
});

test("in an update the proposed values keep what the provider computed before", async () => {
  await applied(thing("  size = 1"));
  toyland.configure(thing("  size = 2"));
  await planned();
  expect(whatWasAsked().find(({ operation }) => operation === "plan")).toMatchObject({
    proposed: { size: 2, id: "made", generation: 1 },
  });
});

test("every kind of value reaches the state as it was configured", async () => {
  await applied(
    thing(`
      size          = 9007199254740991
      labels        = ["b", "a"]
      notes         = { "any key" = "a", other = "b" }
      settings      = { mode = "m", level = -3, chosen = "by the user" }
      parts         = [{ name = "first" }, { name = "second" }]
      parts_by_name = { one = { name = "named" } }
      step { label = "s1" }
      step { label = "s2" }
      timeouts { create = "5m" }`),
  );
  expect(attributes()).toMatchObject({
    size: 9007199254740991,
    labels: ["a", "b"], // a set has no order
    notes: { "any key": "a", other: "b" },
    settings: { mode: "m", level: -3, chosen: "by the user" },
    parts: [{ name: "first" }, { name: "second" }],
    parts_by_name: { one: { name: "named" } },
    step: [{ label: "s1" }, { label: "s2" }],
    timeouts: { create: "5m" },
  });
  expect((await planned()).exitCode).toBe(0);
});

test("values that are unknown in the plan are known in apply", async () => {
  await applied(
    thing("") +
      'resource "toy_thing" "next" {\n  name = "next"\n  settings = { mode = toy_thing.it.id }\n}\n',
  );
  const { resources } = toyland.state();
  expect(resources.at(-1)?.instances[0]?.attributes).toMatchObject({
    name: "next",
    settings: { mode: "made" },
  });
});

test("a change is made in place, and a plan shows the number it starts from", async () => {
  await applied(thing("  size = 1"));
  toyland.configure(thing("  size = 2"));
  const { exitCode, changes } = await planned();
  expect(exitCode).toBe(2);
  expect(changes[0]?.actions).toEqual(["update"]);
  await apply();
  expect(attributes()).toMatchObject({ id: "made", generation: 2, size: 2 });
});

test("an attribute that needs a new object replaces it", async () => {
  await applied(thing(""));
  toyland.configure('resource "toy_thing" "it" {\n  name = "other"\n}\n');
  const { changes } = await planned();
  expect(changes[0]?.actions).toEqual(["delete", "create"]);
  expect(changes[0]?.replace_paths).toEqual([["name"]]);
});

test("a failed create leaves nothing: the next plan creates, and destroys nothing", async () => {
  toyland.configure(thing('  mishap = "create"'));
  expect((await apply()).diagnostics).toMatchObject([{ summary: "Create failed" }]);
  expect(toyland.state().resources).toEqual([]);
  toyland.configure(thing(""));
  expect((await planned()).changes[0]?.actions).toEqual(["create"]);
});

test("a failed update leaves the prior state: the next plan updates again", async () => {
  await applied(thing("  size = 1"));
  toyland.configure(thing('  size = 2\n  mishap = "update"'));
  expect((await apply()).diagnostics).toMatchObject([{ summary: "Update failed" }]);
  expect(attributes()).toMatchObject({ size: 1, generation: 1, mishap: null });
  toyland.configure(thing("  size = 2"));
  const { exitCode, changes } = await planned();
  expect([exitCode, changes[0]?.actions]).toEqual([2, ["update"]]);
});

test("a failed delete leaves the object", async () => {
  await applied(thing('  mishap = "delete"'));
  toyland.configure("");
  expect((await apply()).diagnostics).toMatchObject([{ summary: "Delete failed" }]);
  expect(attributes()).toMatchObject({ id: "made" });
});

test("a stand-in can show the hazard: a failed update that is stored as done", async () => {
  await applied(thing("  size = 1"));
  toyland.configure(thing('  size = 2\n  mishap = "stored-despite"'));
  expect((await apply()).diagnostics).toMatchObject([{ summary: "Update failed" }]);
  expect((await planned()).exitCode).toBe(0);
});

test("a state that is not of the resource's type is a defect, and nothing is stored", async () => {
  toyland.configure(thing('  mishap = "wrong-type"'));
  expect((await apply()).diagnostics).toMatchObject([
    { summary: "A defect of the provider", detail: matching(/size.*a number/) },
  ]);
  expect(toyland.state().resources).toEqual([]);
});

test("a defect shows its message, without the secrets beside it and without a stack", async () => {
  toyland.configure(thing('  mishap = "defect"\n  password = "correct horse"'));
  const run = await apply();
  const [defect] = run.diagnostics;
  expect(defect?.detail).toMatch(/^broken beside \(sensitive\)\n/);
  expect(run.output).not.toMatch(/correct horse|\.[ct]s:\d+/);
});

test("a write-only value reaches apply, and neither plan nor state", async () => {
  toyland.configure(thing('  token_wo = "write-only-text"'));
  const { changes } = await planned();
  expect(JSON.stringify(changes)).not.toContain("write-only-text");
  await apply();
  expect(attributes()).toMatchObject({ token_wo: null, token_length: 15 });
});

test("private state comes back in the next read, plan and update", async () => {
  await applied(thing("  size = 1"));
  toyland.configure(thing("  size = 2"));
  await apply();
  const kept = whatWasAsked().map(({ operation, kept }) => ({ operation, kept }));
  expect(kept).toContainEqual({ operation: "read", kept: { reads: 0 } });
  expect(kept).toContainEqual({ operation: "plan", kept: { reads: 1 } });
  expect(kept).toContainEqual({ operation: "update", kept: { reads: 1 } });
});

test("a refused destroy is refused in the plan", async () => {
  await applied(thing('  mishap = "plan-destroy"'));
  const plan = await toyland.run("plan", "-destroy", "-json");
  expect(plan.exitCode).toBe(1);
  expect(plan.diagnostics).toMatchObject([{ summary: "It may not be destroyed" }]);
});

test("what is gone is planned anew", async () => {
  await applied(thing('  mishap = "gone"'));
  expect((await planned()).changes[0]?.actions).toEqual(["create"]);
});

test("a warning stops nothing and shows the line it is about", async () => {
  toyland.configure(thing('  mishap = "warn"\n  settings = { level = 7 }'));
  const run = await apply();
  expect(run.exitCode).toBe(0);
  expect(run.diagnostics[0]).toMatchObject({
    severity: "warning",
    summary: "Look here [look-here]",
    snippet: { code: "  settings = { level = 7 }" },
  });
});

test("a diagnostic about a block's attribute shows its line", async () => {
  toyland.configure(thing('  step {\n    label = "fine"\n  }\n  step {\n    label = "bad"\n  }'));
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    { summary: "A bad step", snippet: { code: '    label = "bad"' } },
  ]);
});

test("a number that is not whole is refused at its line", async () => {
  toyland.configure(thing("  settings = { level = 2.5 }"));
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    {
      summary: "Not a whole number",
      detail: matching(/settings\.level is 2\.5/),
      snippet: { code: "  settings = { level = 2.5 }" },
    },
  ]);
});

test("values outside their enum and range are refused together, each at its line", async () => {
  toyland.configure(
    thing(
      '  mood = "angry"\n  step {\n    label = "s1"\n    tries = 0\n  }\n  parts = [{ name = "first", grade = 6 }]',
    ),
  );
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    {
      summary: 'mood cannot be "angry"',
      detail: 'Expected one of "calm", "wild".',
      snippet: { code: '  mood = "angry"' },
    },
    {
      summary: "parts.0.grade cannot be 6",
      detail: "Expected 1 to 5.",
      snippet: { code: '  parts = [{ name = "first", grade = 6 }]' },
    },
    {
      summary: "step.0.tries cannot be 0",
      detail: "Expected 1 or more.",
      snippet: { code: "    tries = 0" },
    },
  ]);
});

test("a value that only apply knows is refused there, before the resource sees it", async () => {
  toyland.configure(
    thing("") + 'resource "toy_thing" "next" {\n  name = "next"\n  mood = toy_thing.it.id\n}\n',
  );
  expect((await planned()).exitCode).toBe(2);
  whatWasAsked();
  const run = await apply();
  expect(run.diagnostics).toMatchObject([
    { summary: 'mood cannot be "made"', snippet: { code: "  mood = toy_thing.it.id" } },
  ]);
  expect(whatWasAsked().filter(({ operation }) => operation === "create")).toHaveLength(1);
});

test("a provider's argument outside its enum is refused at its line", async () => {
  toyland.configure('provider "toy" {\n  tone = "shrill"\n}\n' + thing(""));
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    { summary: 'tone cannot be "shrill"', snippet: { code: '  tone = "shrill"' } },
  ]);
});

test("a data source's argument outside its enum is refused at its line", async () => {
  toyland.configure('data "toy_echo" "it" {\n  text  = "x"\n  voice = "shrill"\n}\n');
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    { summary: 'voice cannot be "shrill"', snippet: { code: '  voice = "shrill"' } },
  ]);
});

test("a stored value outside its enum is named, and the state stays", async () => {
  await applied(thing('  mood = "calm"'));
  const file = join(toyland.folder, "terraform.tfstate");
  writeFileSync(file, readFileSync(file, "utf8").replace('"calm"', '"solemn"'));
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    {
      summary: "The state cannot be read",
      detail: matching(/mood: expected one of "calm", "wild", found "solemn"/),
    },
  ]);
  expect(attributes()).toMatchObject({ mood: "solemn" });
});

test("a provider that cannot be configured says which argument is wrong", async () => {
  toyland.configure('provider "toy" {\n  greeting = ""\n}\n' + thing(""));
  const run = await planned();
  expect(run.diagnostics).toMatchObject([
    { summary: "No greeting", snippet: { code: '  greeting = ""' } },
  ]);
});

test("an import is refused in the resource's own words", async () => {
  toyland.configure(thing(""));
  const run = await toyland.run("import", "-no-color", "toy_thing.it", "x");
  expect(run.stderr).toMatch(/toy_thing cannot be imported[^]*A thing is made, never found\./);
});

test("a move from another type is refused in words", async () => {
  toyland.configure('resource "terraform_data" "it" {}\n');
  await apply();
  toyland.configure("moved {\n  from = terraform_data.it\n  to = toy_thing.it\n}\n" + thing(""));
  const run = await planned();
  expect(run.diagnostics).toMatchObject([{ summary: "terraform_data cannot become toy_thing" }]);
});

test("a data source's numbers need not be whole", async () => {
  await applied(
    'provider "toy" {\n  greeting = "hi"\n}\n' +
      'data "toy_echo" "it" {\n  text = "you there"\n}\n',
  );
  expect(attributes()).toMatchObject({
    said: "hi, you there",
    words: [
      { word: "you", length: 3.5 },
      { word: "there", length: 5.5 },
    ],
  });
});
