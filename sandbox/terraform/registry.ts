/** Takes the packages from the public registry, with Terraform's own `providers mirror`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform, WANTED_PACKAGES } from "./packages";

const REACHABLE_WITHIN_MS = 2_000;
const DOWNLOADED_WITHIN_MS = 180_000;

/**
 * The folder of the mirror, or `undefined` where the registry is not reached or gives no packages. Runs
 * with the caller's own environment, before the sandbox's proxy and certificates are known to anybody.
 */
export async function downloadPackages(scratch: string): Promise<string | undefined> {
  if (!(await reachable())) return undefined;
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
  const terraform = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  const { failed } = await execa(
    terraform,
    ["providers", "mirror", `-platform=${platform()}`, mirror],
    { cwd: folder, reject: false, timeout: DOWNLOADED_WITHIN_MS },
  );
  return failed ? undefined : mirror;
}

async function reachable(): Promise<boolean> {
  try {
    const { ok } = await fetch("https://registry.terraform.io/.well-known/terraform.json", {
      signal: AbortSignal.timeout(REACHABLE_WITHIN_MS),
    });
    return ok;
  } catch {
    return false;
  }
}
