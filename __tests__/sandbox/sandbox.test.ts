import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { caller, type Caller } from "./people";

const AA = "00000000-0000-0000-0000-0000000000aa";

describe("a sandbox", () => {
  let sandbox: Sandbox;
  let ask: Caller;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ask = caller(sandbox);
  });
  afterAll(async () => {
    await ask.close();
    await sandbox.stop();
  });

  test("tells everything that terraform and its providers need", () => {
    expect(Object.keys(sandbox.environment)).toEqual(
      expect.arrayContaining([
        "DRUVA_SCIM_URL",
        "DRUVA_SCIM_CLOCK_FILE",
        "ARM_METADATA_HOSTNAME",
        "ARM_TENANT_ID",
        "ARM_CLIENT_ID",
        "ARM_CLIENT_SECRET",
        "OKTA_ORG_NAME",
        "OKTA_BASE_URL",
        "OKTA_API_TOKEN",
        "HTTPS_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "TF_CLI_CONFIG_FILE",
        "OTHER_IDP_URL",
        "CDKTF_DISABLE_PLUGIN_CACHE_ENV",
        "CHECKPOINT_DISABLE",
      ]),
    );
  });

  test("has its own certificates beside the system's in SSL_CERT_FILE", () => {
    const bundle = readFileSync(sandbox.environment["SSL_CERT_FILE"] ?? "", "utf8");
    expect(bundle).toContain(sandbox.ca.trim());
  });

  test("is refused by a client that does not know its authority", async () => {
    const stranger = caller({ ca: "" });
    await expect(stranger(sandbox.pages.druvaConsole)).rejects.toThrow(/certificate/);
    await stranger.close();
  });

  test("starts without a token that works; Entra holds last year's where the portal set it up", async () => {
    expect(await sandbox.control.tokens()).toEqual([]);
    const holdings = await sandbox.control.holdings();
    expect(holdings.map(({ holder }) => holder)).toEqual([
      `entra/${AA}`,
      "entra/00000000-0000-0000-0000-0000000000ab",
      "entra/00000000-0000-0000-0000-0000000000ac",
      "entra/00000000-0000-0000-0000-0000000000ad",
      "entra/00000000-0000-0000-0000-0000000000ae",
      "okta/0oaDruvaApi",
      "okta/0oaDruvaPerson",
      "command/other-idp",
    ]);
    const holding = holdings.filter(({ fingerprint }) => fingerprint !== null);
    expect(holding.map(({ name }) => name)).toEqual([
      "Druva Engineering",
      "Druva Sales",
      "Legacy SCIM app",
      "Druva Subsidiary", // in another Entra tenant
    ]);
  });

  test("writes the clock's offset where the provider reads it", async () => {
    const offset = () => Number(readFileSync(sandbox.environment["DRUVA_SCIM_CLOCK_FILE"] ?? ""));
    const before = await sandbox.control.clock.now();
    const after = await sandbox.control.clock.advance({ days: 2 });
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect(offset()).toBe(2 * 86_400_000);
    await sandbox.control.clock.set(new Date("2030-01-01T00:00:00Z"));
    expect(new Date(Date.now() + offset()).getUTCFullYear()).toBe(2030);
  });
});

test("stop removes everything, and nobody answers any more", async () => {
  const sandbox = await startSandbox();
  const ask = caller(sandbox);
  expect((await ask(sandbox.pages.otherIdp)).status).toBe(200);
  await sandbox.stop();
  expect(existsSync(sandbox.directory)).toBe(false);
  await expect(ask(sandbox.pages.otherIdp)).rejects.toThrow();
  await ask.close();
});

test("a working folder that holds something is refused and left as it is", async () => {
  const directory = mkdtempSync(join(tmpdir(), "not-a-sandbox-"));
  writeFileSync(join(directory, "mine"), "");
  await expect(startSandbox({ directory })).rejects.toThrow(/is not empty.*name a new one/);
  expect(existsSync(join(directory, "mine"))).toBe(true);
  rmSync(directory, { recursive: true });
});
