import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { initialisationOf } from "../../../cli/terraform/initialised";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-initialised-"));
  mkdirSync(join(folder, ".terraform"));
  synthesize();
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockFile = () => join(folder, ".terraform.lock.hcl");
/** As the app writes it, each time that it runs. */
function synthesize(required: object = { okta: {} }, locked = "committed: azuread, okta"): void {
  const terraform = { required_providers: required };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform }));
  writeFileSync(lockFile(), locked);
}
const initialisation = (binary = "terraform") =>
  initialisationOf({ stack: "acme", folder, file: join(folder, "cdk.tf.json") }, binary);
async function init(): Promise<void> {
  const { markDone } = await initialisation();
  writeFileSync(lockFile(), "what init left: okta");
  await markDone();
}

test("after init, the same configuration needs none, and has the lock file that init left", async () => {
  expect(await initialisation()).toMatchObject({ isDone: false });
  await init();
  synthesize();
  expect(await initialisation()).toMatchObject({ isDone: true });
  expect(readFileSync(lockFile(), "utf8")).toBe("what init left: okta");
});

test("another provider, another committed lock file or another binary needs it again", async () => {
  await init();
  synthesize({ okta: {}, azuread: {} });
  expect(await initialisation()).toMatchObject({ isDone: false });
  synthesize(undefined, "committed: okta");
  expect(await initialisation()).toMatchObject({ isDone: false });
  synthesize();
  expect(await initialisation("tofu")).toMatchObject({ isDone: false });
});
