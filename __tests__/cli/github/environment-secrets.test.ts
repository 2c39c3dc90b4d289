import { openCodeHost } from "../../../cli/github/code-host";
import {
  deleteEnvironmentSecret,
  environmentSecrets,
} from "../../../cli/github/environment-secrets";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";

let there: CodeHostStandIn;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(() => {
  there.reset();
  there.secrets.set("druva", new Set(["DRUVA_SCIM_TOKEN_ACME", "OTHER"]));
});

const host = () => openCodeHost({ environment: there.environment, backoffMs: 1 });

test("a secret is deleted, and the others stay", async () => {
  expect(await deleteEnvironmentSecret(await host(), "druva", "DRUVA_SCIM_TOKEN_ACME")).toBe(true);
  expect(await environmentSecrets(await host(), "druva")).toEqual(["OTHER"]);
});

test("one that is gone already is no error", async () => {
  expect(await deleteEnvironmentSecret(await host(), "druva", "NEVER_SET")).toBe(false);
});

test("where it cannot be seen whether it is gone, that is an error", async () => {
  await expect(
    deleteEnvironmentSecret(await host(), "not-ours", "DRUVA_SCIM_TOKEN_ACME"),
  ).rejects.toThrow("did not list the secrets of environment not-ours: it answers 404");
});
