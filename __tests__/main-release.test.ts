/** A binding that is given up, on the sandbox: what it holds must stay. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox } from "../sandbox/sandbox";
import { output, run } from "./constructs/run";

const main = join(__dirname, "../dist/main.js");
const SALES = "00000000-0000-0000-0000-0000000000ab";

/** The config with a state of the three bindings: as they are, released, or not there. */
const config = (bindings: "bound" | "released" | "gone") => {
  const released = bindings === "released";
  const all = {
    entra: [{ id: SALES, released }],
    okta: [{ id: "0oaDruvaApi", released }],
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
    bindings: bindings === "gone" ? {} : all,
  };
  return JSON.stringify({ version: 1, tenants: { acme: tenant } });
};

test("released bindings leave the state with one deploy, keep the token, and can then be deleted; one that just vanishes is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "druva-scim-release-"));
  const sandbox = await startSandbox({ waitScale: 0.005 });
  try {
    const token = await sandbox.control.generateToken();
    const env = {
      ...sandbox.environment,
      XDG_STATE_HOME: join(folder, "state"),
      DRUVA_SCIM_TOKEN_ACME: token,
    };
    const stack = join(folder, "cdktf.out/stacks/druva-scim-acme");
    const terraform = async (bindings: Parameters<typeof config>[0], ...args: string[]) => {
      writeFileSync(join(folder, "druva-scim.yaml"), config(bindings));
      await output("node", [main], { cwd: folder, env });
      await output("terraform", ["init", "-no-color"], { cwd: stack, env });
      return run("terraform", [...args, "-no-color"], { cwd: stack, env });
    };
    const fingerprints = async () =>
      Object.fromEntries(
        (await sandbox.control.holdings()).map(({ holder, fingerprint }) => [holder, fingerprint]),
      );

    expect(await terraform("bound", "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    const held = await fingerprints();
    expect(held[`entra/${SALES}`]).toMatch(/^[0-9a-f]{12}$/);

    const vanished = await terraform("gone", "plan");
    expect(vanished.exitCode).toBe(1);
    expect(vanished.stderr).toContain("released");

    const released = await terraform("released", "apply", "-auto-approve");
    expect(released).toMatchObject({ exitCode: 0 });
    expect(released.stdout).toContain("0 destroyed");
    expect(await output("terraform", ["state", "list"], { cwd: stack, env })).not.toMatch(
      /^(azuread|okta|null|druva_\w+_connection_test)/m,
    );
    expect(await fingerprints()).toEqual(held);

    // The entry's end changes the token's list of released ones, and nothing else.
    const deleted = await terraform("gone", "apply", "-auto-approve");
    expect(deleted).toMatchObject({ exitCode: 0 });
    expect(await fingerprints()).toEqual(held);
    expect(await terraform("gone", "plan", "-detailed-exitcode")).toMatchObject({ exitCode: 0 });
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  }
}, 180_000);
