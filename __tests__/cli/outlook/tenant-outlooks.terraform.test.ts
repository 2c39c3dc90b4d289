/** What is shown of a tenant, from real state on a sandbox, and from what Druva, Entra and Okta answer. */
import { execa } from "execa";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { CliError } from "../../../cli/terminal/cli-error";
import type { Outlook } from "../../../cli/outlook/outlook";
import { outlooksOf } from "../../../cli/outlook/tenant-outlooks";
import type { Terminal } from "../../../cli/terminal/terminal";
import { openStack } from "../../../cli/terraform/stack";
import { openWorkspace, selectTenant } from "../../../cli/workspace/workspace";
import { RepositoryOnSandbox } from "../../../tour/repository-on-sandbox";

const terminal: Pick<Terminal, "during" | "remark"> & Terminal = {
  isTTY: false,
  columns: 80,
  paint: (_style, text) => text,
  print: () => {},
  printJson: () => {},
  remark: () => {},
  during: (_what, work) => work(),
};

let repository: RepositoryOnSandbox;
let token: string;
beforeAll(async () => {
  repository = await RepositoryOnSandbox.start();
  token = await repository.generate();
}, 60_000);
afterAll(() => repository.stop());

function workspace(environment: Readonly<Record<string, string>> = {}) {
  return openWorkspace({
    configFile: repository.configFile,
    environment: { ...repository.environment, ...environment },
  });
}

async function outlook(isOffline = false): Promise<Outlook> {
  const { signal } = new AbortController();
  const [found] = await outlooksOf(workspace(), { isOffline, terminal, signal });
  if (found === undefined) throw new Error("no tenant");
  return found;
}

function statesOf({ bindings }: Outlook) {
  return Object.fromEntries(bindings.map(({ key, status }) => [key, status]));
}

/** Its message and what to do next. */
async function failureOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CliError)) throw new Error(`no CliError: ${String(error)}`);
  return `${error.message}\n${error.todo ?? ""}`;
}

const open = (environment: Readonly<Record<string, string>> = {}) =>
  openStack(selectTenant(workspace(environment)), { terminal });

test("before the first deploy there is no state, and what to do is said", async () => {
  expect(await failureOf(outlook())).toMatch(
    /no state of tenant "acme" yet: cdktf deploy druva-scim-acme/,
  );
});

test("after it the token is valid, and all are tested but the app that waits for a person", async () => {
  expect(await repository.deploy(token)).toMatchObject({ exitCode: 0 });
  const shown = await outlook();
  expect(shown.token).toMatchObject({ generation: 1, status: "valid", pastFingerprints: [] });
  expect(statesOf(shown)).toEqual({
    "entra/00000000-0000-0000-0000-0000000000aa": "tested",
    "entra/00000000-0000-0000-0000-0000000000ab": "tested",
    "entra/00000000-0000-0000-0000-0000000000ad": "tested",
    "okta/0oaDruvaApi": "tested",
    "okta/0oaDruvaPerson": "waiting",
    "command/other-idp": "tested",
  });
  // Adopted: the token before was the same, so nothing was without a working one.
  expect(shown.stillOpen).toEqual([]);
}, 60_000);

test("offline, nobody is asked", async () => {
  const { journal } = repository.sandbox.control;
  const before = (await journal.list()).length;
  const shown = await outlook(true);
  expect(shown).toMatchObject({ source: "saved", worst: "waiting" });
  expect(statesOf(shown)["okta/0oaDruvaPerson"]).toBe("waiting");
  expect((await journal.list()).length).toBe(before);
});

test("init runs once for a configuration, by the binary that TERRAFORM_BINARY_NAME names", async () => {
  const binary = join(repository.folder, "logging-terraform");
  const log = `${binary}.log`;
  writeFileSync(binary, `#!/bin/sh\necho "$1" >> '${log}'\nexec terraform "$@"\n`);
  chmodSync(binary, 0o755);
  const readState = async () => (await open({ TERRAFORM_BINARY_NAME: binary })).readState();
  const ran = () => readFileSync(log, "utf8").trim().split("\n");

  await readState();
  expect(ran()).toEqual(["init", "show"]);
  await readState();
  expect(ran()).toEqual(["init", "show", "show"]);
}, 60_000);

test("a plan takes no lock: it must not keep a deploy from the state", async () => {
  const binary = join(repository.folder, "listening-terraform");
  writeFileSync(binary, `#!/bin/sh\necho "$@" >> '${binary}.log'\nexec terraform "$@"\n`);
  chmodSync(binary, 0o755);
  await (await open({ TERRAFORM_BINARY_NAME: binary })).plan();
  const plans = readFileSync(`${binary}.log`, "utf8")
    .split("\n")
    .filter((each) => /^plan /.test(each));
  expect(plans).toEqual([expect.stringContaining(" -lock=false ")]);
}, 60_000);

test("while somebody deploys, a person is not told to generate", async () => {
  const stack = await open();
  const env = { ...repository.environment, DRUVA_SCIM_TOKEN_ACME: "" };
  const deploy = execa("terraform", ["apply", "-no-color"], {
    ...{ cwd: repository.stackFolder, env, extendEnv: false, reject: false },
  });
  await new Promise<void>((resolve) => {
    deploy.stdout.on("data", (data: Buffer) => {
      if (data.includes("Enter a value")) resolve();
    });
    void deploy.then(() => resolve());
  });
  await expect(stack.waitForLock("0s")).rejects.toThrow(/lock.*OperationTypeApply/s);
  deploy.stdin.end("no\n");
  await deploy;
  await stack.waitForLock("0s");
}, 60_000);

test("a plan reads the state before it", async () => {
  const run = await (await open()).plan();
  expect(run.exitCode).toBe(2); // for the app that waits for a person
  expect(run.prior?.token.secret?.reveal()).toBe(token);
  expect(run.diagnostics.map(({ summary }) => summary)).toContain("A binding waits for a person");
}, 60_000);

test("where the vendor refuses to tell, a binding is unknown", async () => {
  const { faults } = repository.sandbox.control;
  await faults.add({
    host: "entra",
    method: "POST",
    path: "/v1.0/servicePrincipals/*aa/synchronization/jobs/*/validateCredentials",
    status: 403,
    body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } },
  });
  try {
    const { bindings, findings } = await outlook();
    expect(bindings[0]?.status).toBe("unknown");
    expect(bindings[0]?.evidence).toContain("Insufficient privileges");
    expect(findings[0]).toMatchObject({ kind: "blind", subject: bindings[0]?.key });
  } finally {
    await faults.clear();
  }
});

test("where an expired identity makes the plan fail, Druva is still asked, and why is told", async () => {
  const { signal } = new AbortController();
  const [shown] = await outlooksOf(workspace({ ARM_CLIENT_SECRET: "expired" }), {
    isOffline: false,
    terminal,
    signal,
  });
  expect(shown).toMatchObject({
    source: "failed plan",
    worst: "blind",
    token: { status: "valid" }, // Druva has just said so
  });
  expect(Object.values(statesOf(shown ?? (await outlook())))).toEqual(Array(6).fill("unknown"));
  expect(JSON.stringify(shown?.errors)).toContain("AADSTS");
  expect(JSON.stringify(shown)).not.toContain(token);
});

test("where the SCIM URL has changed too, its host is not shown the token", async () => {
  const { signal } = new AbortController();
  const elsewhere = { ARM_CLIENT_SECRET: "expired", DRUVA_SCIM_URL: "https://localhost:1/scim" };
  const [shown] = await outlooksOf(workspace(elsewhere), { isOffline: false, terminal, signal });
  expect(shown).toMatchObject({ source: "failed plan", token: { status: "unproven" } });
  expect(shown?.token.reason).toContain("not asked: the SCIM URL changes");
});

test("a provisioning that succeeded shows that the person has entered the token", async () => {
  await repository.enterInOkta("0oaDruvaPerson", token);
  await repository.sandbox.control.cycle("okta/0oaDruvaPerson");
  const binding = (await outlook()).bindings.find(({ id }) => id === "0oaDruvaPerson");
  expect(binding).toMatchObject({ status: "tested" });
  expect(binding?.evidence).toMatch(/^Okta's System Log: application\.provision\.user/);
});

test("once somebody else has generated a token, the token and what holds it are rejected", async () => {
  await repository.sandbox.control.generateToken();
  const shown = await outlook();
  expect(shown).toMatchObject({ worst: "broken", token: { status: "rejected" } });
  expect(statesOf(shown)).toMatchObject({
    "entra/00000000-0000-0000-0000-0000000000aa": "rejected",
    "okta/0oaDruvaApi": "rejected",
    "okta/0oaDruvaPerson": "rejected", // by state it holds the dead one; its success is of before
    "command/other-idp": "rejected",
  });
});

test("a program that is not there is told with what is needed", async () => {
  expect(await failureOf(open({ TERRAFORM_BINARY_NAME: "no-such-terraform" }))).toMatch(
    /no program "no-such-terraform" on the PATH\.\nInstall Terraform 1\.11 or newer/,
  );
});

describe("the app", () => {
  const cdktfJson = () => join(repository.folder, "cdktf.json");
  const withApp = (app: string) => writeFileSync(cdktfJson(), JSON.stringify({ app }));

  test("fails in its own words", async () => {
    withApp("echo 'no such construct' >&2; exit 3");
    expect(await failureOf(open())).toMatch(/app failed .*exit code 3\): no such construct/);
  });

  test("gets no token", async () => {
    withApp("env; exit 1");
    const said = await failureOf(
      open({ DRUVA_SCIM_TOKEN_ACME: token, DRUVA_SCIM_TOKEN: token, SEEN: "yes" }),
    );
    expect(said).toContain("SEEN=yes");
    expect(said).not.toContain(token);
  });

  test("that makes no stack for the tenant is told so", async () => {
    withApp(`mkdir -p "$CDKTF_OUTDIR"; echo '{"stacks":{}}' > "$CDKTF_OUTDIR/manifest.json"`);
    expect(await failureOf(open())).toMatch(/no stack with the token of tenant "acme"/);
  });

  test("that is not there is told where it was looked for", async () => {
    rmSync(cdktfJson());
    expect(await failureOf(open())).toMatch(/no CDKTF app beside .*druva-scim\.yaml/);
  });
});
