import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../cli/terminal/cli-error";
import { forgetCommand as subcommand } from "../../../cli/commands/forget";
import { terminal } from "../../../cli/terminal/terminal";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";

const SECRET = "DRUVA_SCIM_TOKEN_ACME";
const PLACE = "druva-rotation";

let host: CodeHostStandIn;
let folder: string;
let config: string;
beforeAll(async () => {
  host = await startCodeHost();
  folder = mkdtempSync(join(tmpdir(), "druva-scim-forget-"));
  config = join(folder, "druva-scim.yaml");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await host.stop();
});
beforeEach(() => {
  writeFileSync(config, "version: 1\ntenants: { acme: { begin: observe, bindings: {} } }\n");
  host.reset();
  host.secrets.set(PLACE, new Set([SECRET, "ANOTHER"]));
});

async function forget(environment = PLACE): Promise<unknown> {
  let printed = "";
  const out = { write: (text: string) => (printed += text) !== "" };
  const options = { config, tenant: "acme", json: true, environment };
  const code = await subcommand.run(options, {
    terminal: terminal({ out, err: out, environment: {} }),
    environment: { ...host.environment },
    signal: new AbortController().signal,
  });
  expect(code).toBe(0);
  return JSON.parse(printed);
}

async function refusal(environment?: string): Promise<CliError> {
  const thrown: unknown = await forget(environment).catch((error: unknown) => error);
  if (!(thrown instanceof CliError)) throw new Error("not refused, or not in words");
  return thrown;
}

test("the tenant's secret is deleted, and no other", async () => {
  expect(await forget()).toEqual({ tenant: "acme", environment: PLACE, deleted: [SECRET] });
  expect(host.secrets.get(PLACE)).toEqual(new Set(["ANOTHER"]));
});

test("where there was none, that is said and fine", async () => {
  await forget();
  expect(await forget()).toMatchObject({ deleted: [] });
});

test("one without the tenant's name goes too, in whatever case the host has it", async () => {
  host.secrets.set(PLACE, new Set(["druva_scim_token", SECRET]));
  expect(await forget()).toMatchObject({ deleted: ["druva_scim_token", SECRET] });
  expect(host.secrets.get(PLACE)).toEqual(new Set());
});

test("among several tenants the one without a name is nobody's, and stays", async () => {
  const several =
    "  acme: { begin: observe, bindings: {} }\n  emea: { begin: observe, bindings: {} }";
  writeFileSync(config, `version: 1\ntenants:\n${several}\n`);
  host.secrets.set(PLACE, new Set(["DRUVA_SCIM_TOKEN", SECRET]));
  await forget();
  expect(host.secrets.get(PLACE)).toEqual(new Set(["DRUVA_SCIM_TOKEN"]));
});

test("where the host answers that there is none, and lists it, that is an error", async () => {
  host.refuse({ method: "DELETE", path: `/secrets/${SECRET}`, status: 404 });
  const { message, exitCode } = await refusal();
  expect(message).toContain(`still has the secret ${SECRET}`);
  expect(exitCode).toBe(1);
});

test("an environment that cannot be seen is an error: the secret might be there", async () => {
  expect((await refusal("nowhere")).message).toContain("nowhere");
});

test("a refusal names the permission that is needed, and the exit code is 1", async () => {
  host.refuse({ method: "DELETE", path: `/secrets/${SECRET}`, status: 403 });
  const { message, todo, exitCode } = await refusal();
  expect(`${message} ${todo ?? ""}`).toContain("environments: write");
  expect(todo).toContain("A workflow's own token cannot have it");
  expect(exitCode).toBe(1);
  expect(host.secrets.get(PLACE)).toContain(SECRET);
});
