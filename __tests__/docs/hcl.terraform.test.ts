/** The guide for HCL and the example that it copies: they manage what the constructs manage, and rotate. */
import { execa } from "execa";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Document } from "yaml";
import { z } from "zod";
import { ENGINEERING, OKTA_API, PERSONS_APP, SALES, TENANT } from "../../tour/acme";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { type Attributes, type Plan, TerraformFolder } from "../../tour/terraform-folder";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { blocksOf } from "./blocks";

const GUIDE = blocksOf("docs/hcl.md");
const block = (words: string) => GUIDE.find(({ text }) => text.includes(words))?.text ?? "";
const BY_API = OKTA_API.replace("okta/", "");

let repository: RepositoryOnSandbox;
/** With the reader's main.tf. */
let identity: TerraformFolder;
let token: string;

beforeAll(async () => {
  repository = await RepositoryOnSandbox.start();
  token = await repository.generate();
  const folder = join(repository.sandbox.directory, "identity");
  // What is built is built already.
  const script = block("provider-mirror")
    .replace("npm ci && npm run build\n", "")
    .replace("npx druva-scim", "node bin/druva-scim.js") // npx takes seconds to come to the same
    .replaceAll("../identity", `'${folder}'`);
  await execa("bash", ["-e", "-c", script], { cwd: PACKAGE_ROOT });
  identity = new TerraformFolder(folder, repository.environment);
  await identity.init();
}, 120_000);
afterAll(() => repository.stop());

const handingOver = () => identity.with({ DRUVA_SCIM_TOKEN_ACME: token });

test("the example plans what the constructs plan for the same applications", async () => {
  await repository.configure(sameApplications);
  const [byConstructs, byHcl] = [await repository.plan(token), await handingOver().plan()];
  expect(byHcl.exitCode).toBe(2);
  expect(shapeOf(byHcl)).toEqual(shapeOf(byConstructs));
}, 60_000);

test("applied, it puts the token everywhere; a request in the file rotates it", async () => {
  expect(await handingOver().apply()).toMatchObject({ exitCode: 0 });
  expect(await bound()).toEqual(await everywhere("waiting"));

  const main = join(identity.folder, "main.tf");
  const text = await readFile(main, "utf8");
  const request = block("rotation_request").trim();
  expect(text).toContain(`# ${request}`);
  await writeFile(main, text.replace(`# ${request}`, request));
  token = await repository.generate();
  expect(await handingOver().apply()).toMatchObject({ exitCode: 0 });
  expect(await bound()).toEqual(await everywhere("waiting"));
  const { generation } = (await identity.resources()).get("druva_scim_token.acme") ?? {};
  expect(generation).toBe(2);
}, 120_000);

/** By holder: what the state says of the binding, and the fingerprint that the vendor holds. */
async function bound() {
  const holdings = await repository.sandbox.control.holdings();
  const resources = [...(await identity.resources())].filter(([address]) =>
    /^druva_\w+_binding\./.test(address),
  );
  return Object.fromEntries(
    resources.map(([, { service_principal_id, app_id, name, status }]) => {
      const id = String(service_principal_id ?? app_id ?? name);
      const held = holdings.find(({ holder }) => holder.endsWith(`/${id}`))?.fingerprint;
      return [id, id === PERSONS_APP ? { status } : { status, held }];
    }),
  );
}
async function everywhere(persons: string) {
  const held = (await repository.sandbox.control.tokens()).find(({ alive }) => alive)?.fingerprint;
  const tested = { status: "tested", held };
  return {
    ...{ [ENGINEERING]: tested, [SALES]: tested, [BY_API]: tested, "other-idp": tested },
    [PERSONS_APP]: { status: persons },
  };
}

function sameApplications(config: Document): void {
  const tenant = ["tenants", TENANT];
  config.setIn([...tenant, "requireAllBound"], true);
  config.setIn([...tenant, "bindings"], {
    entra: [
      { id: ENGINEERING, name: "Druva Engineering" },
      { id: SALES, name: "Druva Sales", through: "azuread" },
    ],
    okta: [
      { id: BY_API, name: "Druva by API" },
      { id: PERSONS_APP, name: "Druva 2.0", through: "person" },
    ],
    command: [
      {
        ...{ name: "other-idp", bind: ["other-idp", "bind"], test: ["other-idp", "test"] },
        environment: ["OTHER_IDP_URL"],
      },
    ],
  });
}

/** What each resource will be, without its address; null_resource is what only the constructs have. */
function shapeOf({ changes }: Plan) {
  return changes
    .filter(({ type }) => type !== "null_resource")
    .map(({ type, actions, after }) => ({ type, actions, ...comparable(after) }))
    .sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

const consumers = z
  .string()
  .transform((text) =>
    z.array(z.looseObject({ kind: z.string(), id: z.string() })).parse(JSON.parse(text)),
  );
/** The constructs add their own addresses, and a variable for those who have one tenant; "druva" is the default. */
const NOT_COMPARED = ["address", "token_variables"];

function comparable(attributes: Attributes): Attributes {
  const { data: list } = consumers.safeParse(attributes["consumers"]);
  const given = Object.entries(attributes).filter(
    ([name, value]) =>
      value !== null && !NOT_COMPARED.includes(name) && !(name === "through" && value === "druva"),
  );
  return { ...Object.fromEntries(given), ...(list && { consumers: list.map(comparable) }) };
}
