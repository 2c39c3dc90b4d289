/** A binding that is given up, on the sandbox: what it holds must stay. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";

import { RepositoryOnSandbox } from "../tour/repository-on-sandbox";
import { STACK } from "../tour/workplace";

const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
const SALES = "00000000-0000-0000-0000-0000000000ab";

type Shape = "bound" | "released" | "gone" | "destroyable";

/** The config with a state of the bindings: as they are, released, or not there. */
const config = (bindings: Shape) => {
  const released = bindings === "released";
  const all = {
    entra: [
      { id: ENGINEERING, released },
      { id: SALES, through: "azuread", released },
    ],
    okta: [{ id: "0oaDruvaApi", through: "okta", released }],
    command: [
      {
        name: "other-idp",
        bind: ["other-idp", "bind"],
        test: ["other-idp", "test"],
        environment: ["OTHER_IDP_URL"],
        released,
      },
    ],
  };
  const tenant = {
    begin: "adopt",
    issuedOn: "2026-01-01",
    allowDestroy: bindings === "destroyable",
    bindings: bindings === "gone" ? {} : all,
  };
  return JSON.stringify({ version: 1, tenants: { acme: tenant } });
};

let repository: RepositoryOnSandbox;
let token: string;
beforeAll(async () => {
  repository = await RepositoryOnSandbox.start();
}, 60_000);
beforeEach(async () => {
  await rm(join(repository.folder, `terraform.${STACK}.tfstate`), { force: true });
  token = await repository.generate();
});
afterAll(() => repository.stop());

const addresses = async () => [...(await (await repository.stack()).resources()).keys()];
const fingerprints = async () =>
  Object.fromEntries(
    (await repository.sandbox.control.holdings()).map(({ holder, fingerprint }) => [
      holder,
      fingerprint,
    ]),
  );

async function terraform(bindings: Shape, ...args: string[]) {
  await repository.configure((document) => {
    document.contents = parseDocument(config(bindings)).contents;
  });
  return (await repository.stack(token)).run(...args, "-no-color");
}

async function bind() {
  expect(await terraform("bound", "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
  const held = await fingerprints();
  for (const id of [ENGINEERING, SALES]) {
    expect(held[`entra/${id}`]).toMatch(/^[0-9a-f]{12}$/);
  }
  expect(await addresses()).toContainEqual(expect.stringMatching(/^druva_entra_binding/));
  return held;
}

test("released bindings leave the state with one deploy, keep the token, and can then be deleted; one that just vanishes is refused", async () => {
  const held = await bind();

  const vanished = await terraform("gone", "plan");
  expect(vanished.exitCode).toBe(1);
  expect(vanished.stderr).toContain("released");

  const released = await terraform("released", "apply", "-auto-approve");
  expect(released).toMatchObject({ exitCode: 0 });
  expect(released.stdout).toContain("0 destroyed");
  expect(await addresses()).not.toContainEqual(
    expect.stringMatching(/^(azuread|okta|null|druva_\w+_binding)/),
  );
  expect(await fingerprints()).toEqual(held);

  // The entry's end changes the token's list of released ones, and nothing else.
  const deleted = await terraform("gone", "apply", "-auto-approve");
  expect(deleted).toMatchObject({ exitCode: 0 });
  expect(await fingerprints()).toEqual(held);
  expect(await terraform("gone", "plan", "-detailed-exitcode")).toMatchObject({ exitCode: 0 });
}, 180_000);

test("a destroy is refused until allowDestroy was deployed, which releases all; after it all places keep the token", async () => {
  const held = await bind();

  const refused = await terraform("bound", "destroy", "-auto-approve");
  expect(refused.exitCode).toBe(1);
  const tooEarly = await terraform("destroyable", "destroy", "-auto-approve");
  expect(tooEarly.exitCode).toBe(1);
  expect(tooEarly.stderr.replaceAll(/[\s│]+/g, " ")).toContain("deploy, then destroy");
  expect(await fingerprints()).toEqual(held);

  const allowed = await terraform("destroyable", "apply", "-auto-approve");
  expect(allowed).toMatchObject({ exitCode: 0 });
  const destroyed = await terraform("destroyable", "destroy", "-auto-approve");
  expect(destroyed).toMatchObject({ exitCode: 0 });
  expect(await addresses()).toEqual([]);
  expect(await fingerprints()).toEqual(held);
}, 180_000);
