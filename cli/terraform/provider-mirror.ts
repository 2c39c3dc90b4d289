/**
 * `druva-scim provider-mirror`: the druva provider for configurations that no construct synthesizes,
 * packed as `terraform providers mirror` lays packages out. That is a filesystem mirror, and a network
 * mirror too.
 */
import { type Zippable, type ZippableFile, zipSync } from "fflate";
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import {
  bundleFolder,
  PLATFORMS,
  PROVIDER_SOURCE,
  providerFiles,
} from "../../constructs/installation/provider-package";
import { makeNamedFolder, writeWhole } from "../terminal/write-file";
import { packageFile } from "../workspace/package-folder";

type Files = ReturnType<typeof providerFiles>;

interface ProviderMirror {
  /** Absolute. */
  readonly folder: string;
  readonly source: string;
  readonly version: string;
  /** All below `<folder>/terraform.local/druva-scim/druva/`. */
  readonly packages: readonly {
    readonly platform: string;
    readonly file: string;
    readonly sha256: string;
  }[];
  /** As in a lock file: the same for each platform. */
  readonly hash: string;
}

/** In a zip's header: that its attributes are those of Unix. Without them nothing could be executed. */
const UNIX = 3;
/** The earliest that a zip can hold: the same files always make the same package. */
const NO_TIME = new Date(1980, 0, 1);
/** What the registry's protocol asks for beside the packages. */
const MANIFEST = { version: 1, metadata: { protocol_versions: ["6.0"] } };

/** Packages of other versions stay. Throws a CliError if the folder cannot be written. */
export async function writeProviderMirror(directory: string): Promise<ProviderMirror> {
  const { version } = JSON.parse(packageFile()) as { version: string };
  const files = providerFiles(bundleFolder());
  const packed = zipSync(zippable(files));
  const sha256 = sha256Of(packed, "hex");
  const hash = `h1:${sha256Of(listed(files), "base64")}`;

  const folder = resolve(directory);
  const mirror = join(folder, PROVIDER_SOURCE);
  makeNamedFolder(mirror);
  const base = `terraform-provider-druva_${version}`;
  const packages = PLATFORMS.map((platform) => ({
    platform,
    file: `${base}_${platform}.zip`,
    sha256,
  }));
  for (const { file } of packages) await writeWhole(join(mirror, file), packed);

  const manifest = { file: `${base}_manifest.json`, text: json(MANIFEST) };
  await writeWhole(join(mirror, manifest.file), manifest.text);
  const sums = [
    ...packages,
    { file: manifest.file, sha256: sha256Of(Buffer.from(manifest.text), "hex") },
  ];
  await writeWhole(
    join(mirror, `${base}_SHA256SUMS`),
    sums.map((each) => `${each.sha256}  ${each.file}\n`).join(""),
  );

  const archives = packages.map(({ platform, file: url }): [string, object] => [
    platform,
    { hashes: [hash, `zh:${sha256}`], url },
  ]);
  await writeWhole(
    join(mirror, `${version}.json`),
    json({ archives: Object.fromEntries(archives) }),
  );
  const versions = await versionsIn(mirror);
  await writeWhole(
    join(mirror, "index.json"),
    json({ versions: Object.fromEntries(versions.map((each): [string, object] => [each, {}])) }),
  );
  return { folder, source: PROVIDER_SOURCE, version, packages, hash };
}

function zippable(files: Files): Zippable {
  const entries = files.map(({ name, content, mode }): [string, ZippableFile] => [
    name,
    [content, { level: 9, mtime: NO_TIME, os: UNIX, attrs: (mode << 16) >>> 0 }],
  ]);
  return Object.fromEntries(entries);
}

/** What a lock file's h1 is the hash of: Go's dirhash. */
function listed(files: Files): Uint8Array {
  const lines = files.map(({ name, content }) => `${sha256Of(content, "hex")}  ${name}\n`);
  const byName = (left: string, right: string) => (left.slice(66) < right.slice(66) ? -1 : 1);
  return Buffer.from(lines.sort(byName).join(""));
}

/** Of each version that has a file of its own, as this command and Terraform write it. */
async function versionsIn(mirror: string): Promise<string[]> {
  const names = await readdir(mirror);
  return names.flatMap((name) => /^(\d+\.\d+\.\d+.*)\.json$/.exec(name)?.[1] ?? []).sort();
}

function sha256Of(content: Uint8Array, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(content).digest(encoding);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function providerMirrorText({ folder, source, version, packages }: ProviderMirror): string {
  return `Wrote druva ${version} for ${packages.map(({ platform }) => platform).join(", ")} to ${folder}

Ask for it in the configuration:

terraform {
  required_providers {
    druva = {
      source  = "${source}"
      version = "${version}"
    }
  }
}

Terraform finds it by itself if the folder is terraform.d/plugins beside the configuration, and no
CLI configuration has a provider_installation block. Otherwise add to the CLI configuration
(~/.terraformrc, ~/.tofurc, or the file that TF_CLI_CONFIG_FILE names):

provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["terraform.local/*/*"]
  }
  direct {
    exclude = ["terraform.local/*/*"]
  }
}
`;
}
