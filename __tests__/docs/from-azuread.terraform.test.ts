/** The guide for an application that azuread manages already: its HCL and its YAML, on the sandbox. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { PORTAL_SETTINGS } from "../../sandbox/seed";
import { ENTRA_ENGINEERING, TENANT } from "../../tour/acme";
import { WAIT_SCALE } from "../../tour/run";
import { environmentOf } from "../../tour/surroundings";
import { Workplace } from "../../tour/workplace";
import { output, run } from "../constructs/run";
import { blocksOf } from "./blocks";

const GUIDE = blocksOf("docs/from-azuread.md");
const textsIn = (language: string) =>
  GUIDE.filter((block) => block.language === language).map(({ text }) => text);
const [managed = "", letGo = ""] = textsIn("hcl");
const [byDruva = "", byAzuread = ""] = textsIn("yaml");

const VARIABLES = ["scim_url", "token", "notification_settings"]
  .map((name) => `variable "${name}" { sensitive = true }\n`)
  .join("");
const PROVIDERS = `terraform {
  required_providers { azuread = { source = "hashicorp/azuread" } }
}
`;

let folder: string;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "druva-scim-from-azuread-"));
  sandbox = await startSandbox({ waitScale: WAIT_SCALE, standInsStay: true });
  token = await sandbox.control.generateToken();
});
afterEach(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

test.each([
  ["druva", byDruva],
  ["azuread", byAzuread],
])(
  "let go without a destroy, then bound through %s: no setting is lost, nothing goes dead",
  async (_through, config) => {
    const settings = await settingsOf();
    const before = await inHcl(managed);
    expect(await before("apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(await isHeld()).toBe(true);

    const after = await inHcl(letGo);
    expect(await after("plan", "-out=plan")).toMatchObject({ exitCode: 0 });
    const shown = await output("terraform", ["show", "-json", "plan"], options());
    expect(JSON.parse(shown)).toMatchObject({
      resource_changes: [
        { type: "azuread_synchronization_secret", change: { actions: ["forget"] } },
      ],
    });
    expect(await after("apply", "plan")).toMatchObject({ exitCode: 0 });
    expect(await isHeld()).toBe(true);

    const team = await aTeam(config);
    expect(await team.apply(token)).toMatchObject({ exitCode: 0 });
    expect(await isHeld()).toBe(true);
    expect(await settingsOf()).toEqual(settings);
    expect(await team.plan()).toMatchObject({ exitCode: 0, changes: [] });
  },
  180_000,
);

test("the guide shows one configuration to let go of, and two to bind with", () => {
  expect([textsIn("hcl").length, textsIn("yaml").length]).toEqual([2, 2]);
});

const settingsOf = () => sandbox.control.settings(ENTRA_ENGINEERING);

/** Whether the application holds the living token. */
async function isHeld(): Promise<boolean> {
  const alive = (await sandbox.control.tokens()).find((each) => each.alive);
  const { fingerprint } = await sandbox.control.holding(ENTRA_ENGINEERING);
  return fingerprint === alive?.fingerprint;
}

function options() {
  return {
    cwd: join(folder, "before"),
    env: {
      ...sandbox.environment,
      TF_VAR_scim_url: sandbox.environment["DRUVA_SCIM_URL"] ?? "",
      TF_VAR_token: token,
      TF_VAR_notification_settings: PORTAL_SETTINGS["SyncNotificationSettings"] ?? "",
    },
  };
}

/** The reader's own configuration, which the block is in. */
async function inHcl(block: string) {
  await mkdir(options().cwd, { recursive: true });
  await writeFile(join(options().cwd, "main.tf"), PROVIDERS + VARIABLES + block);
  await output("terraform", ["init", "-input=false"], options());
  return (command: string, ...args: string[]) =>
    run("terraform", [command, "-input=false", ...args], options());
}

async function aTeam(config: string): Promise<Workplace> {
  const repository = join(folder, "repository");
  await mkdir(repository);
  const environment = {
    ...environmentOf(process.env, sandbox.environment),
    DRUVA_SCIM_JOURNAL_DIR: join(folder, "journal"),
  };
  const team = await Workplace.create(repository, environment, sandbox.lockFile);
  const { tenants } = parse(config) as { tenants: Record<string, { bindings: unknown }> };
  await team.configure((document) =>
    document.setIn(["tenants", TENANT, "bindings"], tenants[TENANT]?.bindings),
  );
  return team;
}
