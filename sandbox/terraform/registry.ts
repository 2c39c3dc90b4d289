/** Takes the packages from the public registry, with Terraform's own `providers mirror`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform, WANTED_PACKAGES } from "./packages";

const DOWNLOADED_WITHIN_MS = 180_000;
/** Where the way to the registry is filtered, this is what the sandbox's start waits for it. */
const ANSWERED_WITHIN_MS = 8_000;

/**
 * The folder of the mirror, or `undefined` where the registry is not reached or gives no packages. Runs
 * in the caller's own environment, before the sandbox's proxy and certificates are known to anybody:
 * the way to the registry is Terraform's own, with its proxies and whom it trusts.
 */
export async function downloadPackages(
  scratch: string,
  environment: NodeJS.ProcessEnv,
  answeredWithinMs = ANSWERED_WITHIN_MS,
): Promise<string | undefined> {
  const folder = join(scratch, "registry");
  const mirror = join(folder, "mirror");
  mkdirSync(mirror, { recursive: true });
  const required = WANTED_PACKAGES.map(
    ({ namespace, type, constraint }) =>
      `    ${type} = { source = "${namespace}/${type}", version = "${constraint}" }`,
  );
  writeFileSync(
    join(folder, "main.tf"),
    `terraform {\n  required_providers {\n${required.join("\n")}\n  }\n}\n`,
  );
  const { execa } = await import("execa"); // needed here only
  const unanswered = new AbortController();
  const patience = setTimeout(() => unanswered.abort(), answeredWithinMs);
  const running = execa(
    environment["TERRAFORM_BINARY_NAME"] || "terraform",
    ["providers", "mirror", `-platform=${platform()}`, mirror],
    {
      cwd: folder,
      env: environment,
      extendEnv: false,
      reject: false,
      timeout: DOWNLOADED_WITHIN_MS,
      cancelSignal: unanswered.signal,
      killSignal: "SIGKILL", // it would end its call first, and there is nothing to tidy up
    },
  );
  // It says which package it is about to ask for; whatever comes next, the registry has answered.
  let said = "";
  running.stdout.on("data", (text: Buffer) => {
    said += text.toString();
    if (/\n[^]*\n/.test(said)) clearTimeout(patience);
  });
  const { failed } = await running;
  clearTimeout(patience);
  return failed ? undefined : mirror;
}
