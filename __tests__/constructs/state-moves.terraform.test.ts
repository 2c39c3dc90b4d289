/** Against real Terraform: the states are made by the earlier shape, with Terraform's own terraform_data. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DataResource, type TerraformStack } from "cdktf";
import { Construct } from "constructs";

import { ForgottenResource, renamedFrom } from "../../constructs/state-moves";
import { output } from "./run";
import { synthesized } from "./synthesized";

class Holder extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DataResource(this, "secret", { lifecycle: { preventDestroy: true } });
    new DataResource(new Construct(this, "inner"), "test", {});
  }
}

class ReleasedHolder extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ForgottenResource(this, "secret", "terraform_data");
    new ForgottenResource(new Construct(this, "inner"), "test", "terraform_data");
  }
}

/** Keeps one of the two and lets go of the other. */
class HalfReleasedHolder extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DataResource(this, "secret", { lifecycle: { preventDestroy: true } });
    new ForgottenResource(new Construct(this, "inner"), "test", "terraform_data");
  }
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-state-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function terraform(...args: string[]): Promise<string> {
  const configuration = join(folder, "terraform.rc");
  writeFileSync(configuration, "");
  return output("terraform", args, {
    cwd: folder,
    env: { TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: "1" },
  });
}

/** The actions that a plan would take, by address; the state is then made so. */
async function deploy(fill: (stack: TerraformStack) => void): Promise<Record<string, string>> {
  const { json } = synthesized(fill);
  const here = { terraform: { backend: { local: { path: "terraform.tfstate" } } } };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ ...json, ...here }));
  await terraform("init", "-no-color");
  await terraform("plan", "-no-color", "-out=plan");
  const { resource_changes: changes = [] } = JSON.parse(
    await terraform("show", "-json", "plan"),
  ) as {
    resource_changes?: { address: string; change: { actions: string[] } }[];
  };
  await terraform("apply", "-no-color", "plan");
  return Object.fromEntries(
    changes.map(({ address, change }) => [address, change.actions.join(" then ")]),
  );
}

const actions = (changes: Record<string, string>) => [...new Set(Object.values(changes))];

test("a forgotten resource leaves the state of the shape before, and nothing is destroyed", async () => {
  const made = await deploy((stack) => void new Holder(stack, "holder"));
  expect(actions(made)).toEqual(["create"]);

  const released = await deploy((stack) => void new ReleasedHolder(stack, "holder"));
  expect(released).toEqual(Object.fromEntries(Object.keys(made).map((each) => [each, "forget"])));
  expect(await terraform("state", "list")).toBe("");
});

test("a forgotten resource that was never there changes nothing", async () => {
  expect(await deploy((stack) => void new ReleasedHolder(stack, "holder"))).toEqual({});
});

test("a renamed construct keeps its resources; they only get their new addresses", async () => {
  await deploy((stack) => void new Holder(stack, "before"));
  const renamed = await deploy((stack) => {
    renamedFrom("before", new Holder(stack, "after"));
  });
  expect(actions(renamed)).toEqual(["no-op"]);
  expect(await terraform("state", "list")).not.toContain("before");
});

test("a renamed construct that lets go of a resource does so at the earlier address too", async () => {
  await deploy((stack) => void new Holder(stack, "before"));
  const renamed = await deploy((stack) => {
    renamedFrom("before", new HalfReleasedHolder(stack, "after"));
  });
  expect(actions(renamed).sort()).toEqual(["forget", "no-op"]);
});

test("a construct that is renamed in silence is destroyed and made anew, prevent_destroy or not", async () => {
  await deploy((stack) => void new Holder(stack, "before"));
  const renamed = await deploy((stack) => void new Holder(stack, "after"));
  expect(actions(renamed).sort()).toEqual(["create", "delete"]);
});

test("the id of before may be used again beside the renamed construct", async () => {
  const { json } = synthesized((stack) => {
    const after = new Holder(stack, "after");
    renamedFrom("before", after);
    new Holder(stack, "before");
  });
  expect(json["moved"]).toHaveLength(2);
});
