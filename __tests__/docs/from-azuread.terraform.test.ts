/** The guide for an application that azuread manages already: its HCL and its YAML, on the sandbox. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { PORTAL_SETTINGS } from "../../sandbox/seed";
import { ENTRA_ENGINEERING, TENANT } from "../../tour/acme";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { TerraformFolder } from "../../tour/terraform-folder";
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

let repository: RepositoryOnSandbox;
let token: string;

beforeEach(async () => {
  repository = await RepositoryOnSandbox.start();
  token = await repository.generate();
});
afterEach(() => repository.stop());

test.each([
  ["druva", byDruva],
  ["azuread", byAzuread],
])(
  "let go without a destroy, then bound through %s: no setting is lost, nothing goes dead",
  async (_through, config) => {
    const settings = await settingsOf();
    const before = await inHcl(managed);
    expect(await before.apply()).toMatchObject({ exitCode: 0 });
    expect(await isHeld()).toBe(true);

    const after = await inHcl(letGo);
    expect(await after.plan()).toMatchObject({
      changes: [{ type: "azuread_synchronization_secret", actions: ["forget"] }],
    });
    expect(await after.apply()).toMatchObject({ exitCode: 0 });
    expect(await isHeld()).toBe(true);

    const { tenants } = parse(config) as { tenants: Record<string, { bindings: unknown }> };
    await repository.configure((document) =>
      document.setIn(["tenants", TENANT, "bindings"], tenants[TENANT]?.bindings),
    );
    expect(await repository.deploy(token)).toMatchObject({ exitCode: 0 });
    expect(await isHeld()).toBe(true);
    expect(await settingsOf()).toEqual(settings);
    expect(await repository.plan()).toMatchObject({ exitCode: 0, changes: [] });
  },
  180_000,
);

test("the guide shows one configuration to let go of, and two to bind with", () => {
  expect([textsIn("hcl").length, textsIn("yaml").length]).toEqual([2, 2]);
});

const settingsOf = () => repository.sandbox.control.settings(ENTRA_ENGINEERING);

/** Whether the application holds the living token. */
async function isHeld(): Promise<boolean> {
  const { control } = repository.sandbox;
  const alive = (await control.tokens()).find((each) => each.alive);
  const { fingerprint } = await control.holding(ENTRA_ENGINEERING);
  return fingerprint === alive?.fingerprint;
}

/** The reader's own configuration, which the block is in. */
async function inHcl(block: string): Promise<TerraformFolder> {
  const { sandbox, environment } = repository;
  const own = new TerraformFolder(join(sandbox.directory, "before"), {
    ...environment,
    TF_VAR_scim_url: environment["DRUVA_SCIM_URL"] ?? "",
    TF_VAR_token: token,
    TF_VAR_notification_settings: PORTAL_SETTINGS["SyncNotificationSettings"] ?? "",
  });
  await mkdir(own.folder, { recursive: true });
  await writeFile(join(own.folder, "main.tf"), PROVIDERS + VARIABLES + block);
  await own.init();
  return own;
}
