import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { loadConfig } from "../../../config/load";
import { built } from "../../../sandbox/built";
import { PACKAGE_ROOT } from "../../../tour/workplace";

const description = z.object({
  environment: z.record(z.string(), z.string()),
  pages: z.record(z.string(), z.string()),
  directory: z.string(),
  providerPackages: z.array(z.object({ name: z.string(), from: z.string() })),
});

/** Runs the built command; sends `signal` once what it prints satisfies `ready`. */
function run(
  args: readonly string[],
  ready?: (output: string) => boolean,
  signal?: NodeJS.Signals,
) {
  return new Promise<{ code: number | null; output: string; errors: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [built("cli", "main.js"), ...args]);
    let output = "";
    let errors = "";
    let asked = false;
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      if (asked || ready?.(output) !== true) return;
      asked = true;
      child.kill(signal);
    });
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "druva-scim sandbox --json describes itself in one document and stops cleanly on %s",
  async (signal) => {
    const ready = (output: string) => output.endsWith("}\n");
    const { code, output, errors } = await run(["sandbox", "--stand-ins", "--json"], ready, signal);
    const { directory, environment } = description.parse(JSON.parse(output));
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(environment["TF_CLI_CONFIG_FILE"]).toBe(`${directory}/terraform.rc`);
    expect(existsSync(directory)).toBe(false);
  },
);

test("druva-scim sandbox prints lines that a shell can take", async () => {
  const ready = (output: string) => output.includes("Ctrl-C");
  const { output } = await run(["sandbox", "--stand-ins"], ready, "SIGINT");
  const lines = output.split("\n").filter((line) => line !== "");
  expect(lines.filter((line) => !line.startsWith("# "))).toEqual([
    expect.stringMatching(/^\. '\/.*\/environment\.sh'$/),
  ]);
  expect(output).toMatch(/^# Druva's User Provisioning page: https:/m);
});

test("druva-scim sandbox says what comes before the exports, how the first token is made, and what comes next", async () => {
  let token = "";
  const ready = (output: string) => {
    if (!output.includes("Ctrl-C")) return false;
    token = execFileSync("sh", ["-c", firstToken(output)]).toString();
    return true;
  };
  const { output } = await run(["sandbox", "--stand-ins"], ready, "SIGINT");
  const lines = output.split("\n");
  const at = (words: string) => lines.findIndex((line) => line.includes(words));
  expect(at("npm fetches nothing in that shell")).toBeGreaterThanOrEqual(0);
  expect(at("druva-scim init")).toBeLessThan(at("environment.sh"));
  expect(at("environment.sh")).toBeLessThan(at("druva-issue"));
  expect(at("User Provisioning page (a browser")).toBeLessThan(
    at("export DRUVA_SCIM_TOKEN_ACME='the token'"),
  );
  expect(at("druva-issue")).toBeLessThan(at("cdktf deploy druva-scim-acme"));
  expect(at("cdktf deploy druva-scim-acme")).toBeLessThan(at("/holders/okta/0oaDruvaPerson/cycle"));
  expect(token).toMatch(/^\S{20,}\n$/);
});

/** A script of the environment and of the line for the first token, which prints that token. */
function firstToken(output: string): string {
  const loading = output.match(/^\. '.*$/gm) ?? [];
  const line = /^# +(export DRUVA_SCIM_TOKEN_ACME="\$.*)$/m.exec(output)?.[1] ?? "";
  return [...loading, line, 'echo "$DRUVA_SCIM_TOKEN_ACME"'].join("\n");
}

test("what init is told there is what the example's config has, but for a job that is to be made", async () => {
  const ready = (text: string) => text.includes("Ctrl-C");
  const { output } = await run(["sandbox", "--stand-ins"], ready, "SIGINT");
  const { bindings } = loadConfig(join(PACKAGE_ROOT, "druva-scim.yaml")).tenants["acme"] ?? {};
  const entra = (bindings?.entra ?? []).filter(({ manageJob }) => manageJob !== true);
  for (const { id, name } of [...entra, ...(bindings?.okta ?? [])]) {
    expect(output).toContain(`"${id}=${name}"`);
  }
});

test("a provider mirror that is not there is an error in one message, without a stack trace", async () => {
  const { code, errors } = await run(["sandbox", "--provider-mirror", "nowhere"]);
  expect(code).toBe(1);
  expect(errors).toMatch(/nowhere has no hashicorp\/azuread/);
  expect(errors).not.toMatch(/\n\s+at /);
});

test("a wait scale that is no number is refused before anything starts", async () => {
  const { code, errors } = await run(["sandbox", "--wait-scale", "fast"]);
  expect(code).toBe(64);
  expect(errors).toBe("--wait-scale: a number from 0 to 1 is expected.\n");
});
