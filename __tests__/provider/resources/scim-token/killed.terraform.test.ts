/** Whoever is ended while the issuing command runs: its token is kept, and no second one is issued. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DruvaFolder } from "../druva-folder";

jest.setTimeout(120_000);

let acme: DruvaFolder;
beforeAll(async () => {
  acme = await DruvaFolder.make({ startsProvider: true });
});
beforeEach(async () => {
  await acme.reset();
});
afterAll(async () => {
  await acme.remove();
});

const VARIABLE = "DRUVA_SCIM_TOKEN_ACME";
/** Longer than the provider needs to see that Terraform is gone. */
const NOTICED_MS = 2_000;

/** Its command says that it was called, and prints what the test writes into a file. */
function asking(name: string) {
  const place = (what: string) => join(acme.folder, `${name}.${what}`);
  const script = `echo x >> "$1.calls"; while [ ! -e "$1.token" ]; do sleep 0.05; done
    printf '{"token":"%s"}' "$(cat "$1.token")"`;
  const command = ["/bin/sh", "-c", script, "issue", join(acme.folder, name)];
  return {
    command,
    calls: () => (existsSync(place("calls")) ? readFileSync(place("calls"), "utf8") : ""),
    print: (token: string) => {
      writeFileSync(place("new"), token);
      renameSync(place("new"), place("token"));
    },
  };
}

const tenant = (more: object = {}) => ({
  resource: { druva_scim_token: { acme: { tenant: "acme", begin: "adopt", ...more } } },
});

test.each([
  ["Terraform is killed", "terraform", "SIGKILL"],
  ["the provider is asked to end", "provider", "SIGTERM"],
  ["the provider's terminal is gone", "provider", "SIGHUP"],
] as const)("%s", async (name, whom, signal) => {
  const { control } = acme.sandbox;
  acme.environment[VARIABLE] = await control.generateToken();
  await acme.configure(tenant());
  expect((await acme.apply()).exitCode).toBe(0);
  delete acme.environment[VARIABLE];

  const issuer = asking(name.replaceAll(/\W/g, "-"));
  await acme.configure(
    tenant({
      rotation_request: { generation: 2, reason: "yearly", date: "2026-01-01" },
      issuer: { kind: "command", command: issuer.command },
    }),
  );
  const terraform = spawn("terraform", ["apply", "-input=false", "-auto-approve"], {
    cwd: acme.folder,
    env: acme.terraform.environment,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => terraform.once("exit", resolve));
  await until(() => issuer.calls() !== "");
  const provider = childOf(terraform.pid ?? 0);
  process.kill(whom === "terraform" ? (terraform.pid ?? 0) : provider, signal);
  if (whom === "terraform") await ended;
  await until(() => !isRunning(provider), NOTICED_MS).catch(() => undefined);
  expect(isRunning(provider)).toBe(true);

  const before = (await control.tokens()).length;
  const token = await control.generateToken();
  issuer.print(token);
  await until(() => !isRunning(provider));
  await ended;
  expect(journal()).toContain(token);

  expect((await acme.apply()).exitCode).toBe(0);
  expect((await acme.attributes("druva_scim_token.acme"))?.["token"]).toBe(token);
  expect([issuer.calls(), (await control.tokens()).length - before]).toEqual(["x\n", 1]);
});

function journal(): string {
  return readdirSync(acme.journal)
    .map((file) => readFileSync(join(acme.journal, file), "utf8"))
    .join();
}

function childOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" }));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(holds: () => boolean, milliseconds = 60_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!holds()) {
    if (Date.now() > end) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
