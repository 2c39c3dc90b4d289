import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { makeServerCertificate } from "../../../provider/protocol/server-certificate";
import { bundleToy } from "../framework/toy/toy-folder";
import { greetingFor, startProvider, talkTo, type StartedProvider } from "./terraform-side";

const terraform = makeServerCertificate();
let folder: string;
let bundle: string;
let started: StartedProvider | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plugin-"));
  bundle = join(folder, "terraform-provider-toy.cjs");
  await bundleToy(bundle);
});
afterEach(() => started?.process.kill("SIGKILL"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Sockets are made in the test's own folder. */
const greeting = () => ({ ...greetingFor(terraform), PLUGIN_UNIX_SOCKET_DIR: folder });

async function start(): Promise<StartedProvider> {
  started = await startProvider(bundle, greeting());
  return started;
}

test("standard output has the handshake line and nothing else, whatever a module prints as it loads", async () => {
  const running = await start();
  expect(running.stdout().split("\n")).toHaveLength(2);
  expect(running.stderr()).toContain("a noisy library is loading");
});

test("Terraform gets the schema over the socket that the line names", async () => {
  const { provider } = talkTo(await start(), terraform);
  const schemas = await provider.getProviderSchema({});
  expect(Object.keys(schemas.resourceSchemas)).toEqual(["toy_thing"]);
  expect(schemas.serverCapabilities).toMatchObject({ planDestroy: true, moveResourceState: true });
});

test("Shutdown is answered, ends the process with 0, and takes the socket's folder away", async () => {
  const running = await start();
  await talkTo(running, terraform).controller.shutdown({});
  expect(await running.ended).toBe(0);
  expect(existsSync(dirname(running.socketPath))).toBe(false);
});

test("whoever ends the process in order leaves no folder behind", async () => {
  const running = await start();
  running.process.kill("SIGTERM");
  expect(await running.ended).toBe(143);
  expect(existsSync(dirname(running.socketPath))).toBe(false);
});

test("Ctrl-C is Terraform's affair: the provider goes on and is asked to stop in order", async () => {
  const running = await start();
  const { provider, controller } = talkTo(running, terraform);
  running.process.kill("SIGINT");
  expect(await provider.stopProvider({})).toMatchObject({ error: "" });
  await controller.shutdown({});
  expect(await running.ended).toBe(0);
});

test("a provider whose Terraform was killed ends by itself", async () => {
  const script = join(folder, "parent.cjs");
  writeFileSync(
    script,
    `const { spawn } = require("node:child_process");
     const child = spawn(process.execPath, [process.argv[2]], { stdio: ["ignore", "pipe", "ignore"] });
     child.stdout.once("data", () => process.stdout.write(String(child.pid)));`,
  );
  const parent = spawn(process.execPath, [script, bundle], {
    env: greeting(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (chunk) => resolve(Number(chunk))),
  );
  try {
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !isRunning(pid), 5_000);
    expect(isRunning(pid)).toBe(false);
  } finally {
    if (isRunning(pid)) process.kill(pid, "SIGKILL");
  }
});

test("a start by hand says what the program is and fails", async () => {
  await expect(startProvider(bundle, { PATH: process.env.PATH })).rejects.toThrow(
    /^ended with 1: a noisy library is loading\nThis program is a Terraform provider\./,
  );
});

test("a folder whose path is too long for a socket is left for /tmp", async () => {
  const long = join(folder, "long".repeat(30));
  const greeted = { ...greetingFor(terraform), PLUGIN_UNIX_SOCKET_DIR: long };
  started = await startProvider(bundle, greeted);
  expect(started.socketPath).toMatch(/^\/tmp\/provider-/);
  expect((await talkTo(started, terraform).provider.stopProvider({})).error).toBe("");
});

test("a folder for the socket that is not there is told in one line, which Terraform reads", async () => {
  const greeted = { ...greetingFor(terraform), PLUGIN_UNIX_SOCKET_DIR: join(folder, "nowhere") };
  await expect(startProvider(bundle, greeted)).rejects.toThrow(
    /^ended with SIGKILL: The provider found no folder .*ENOENT.* Set TMPDIR /,
  );
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves as soon as it holds, or when the time is up. */
async function until(holds: () => boolean, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!holds() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
}
