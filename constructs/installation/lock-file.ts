/**
 * .terraform.lock.hcl in the stack's folder. cdktf.out is thrown away, so nothing that Terraform
 * wrote there lasts; and without a lock file that names every required provider, cdktf-cli asks
 * their registries, which an unpublished provider has none of.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { PROVIDER_SOURCE } from "./provider-package";

export interface LockedProvider {
  /** Full address: registry.terraform.io/okta/okta. */
  readonly address: string;
  readonly version: string;
  readonly constraints: string;
}

/** "null" is hashicorp/null, and what has no host is on the registry of the binary: Terraform's or OpenTofu's. */
export function fullAddress(source: string, binary = process.env["TERRAFORM_BINARY_NAME"]): string {
  const host = binary?.includes("tofu") ? "registry.opentofu.org" : "registry.terraform.io";
  const parts = source.split("/");
  return [host, "hashicorp", ""]
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join("/");
}

/** As Terraform writes it: each block begins and ends at the start of a line. */
const BLOCK = /^provider "(?<address>[^"]*)" \{[^]*?^\}[^\S\n]*\n?/gm;

/**
 * Writes the stack's lock file: the blocks of `committed` (with their hashes) where there is such a
 * file, and an entry without hashes for each of `providers` that it does not lock. Never taken from it
 * are the provider in this package, whose hash is another one with every build, and what the stack does
 * not require: init would drop that, and the next synth bring it back.
 *
 * `required`: full addresses; undefined where they are not all known.
 */
export function writeLockFile(
  stackFolder: string,
  {
    required,
    providers,
  }: {
    readonly required: readonly string[] | undefined;
    readonly providers: readonly LockedProvider[];
  },
  committed: string,
): void {
  const locked = new Set<string>();
  const text = existsSync(committed) ? readFileSync(committed, "utf8") : "";
  const kept = text.replaceAll(BLOCK, (block: string, address: string) => {
    const isRequired = required === undefined || required.includes(address);
    if (address === PROVIDER_SOURCE || !isRequired) return "";
    locked.add(address);
    return block;
  });
  const missing = providers.filter(({ address }) => !locked.has(address)).map(entry);
  const all = [kept.trimEnd(), ...missing].filter((each) => each !== "").join("\n\n");
  writeFileSync(join(stackFolder, ".terraform.lock.hcl"), `${all}\n`);
}

function entry({ address, version, constraints }: LockedProvider): string {
  return `provider "${address}" {\n  version     = "${version}"\n  constraints = "${constraints}"\n}`;
}
