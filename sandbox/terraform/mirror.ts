/**
 * The filesystem mirror that Terraform takes azuread, okta and null from: filled from a folder that the
 * user names, else from the public registry where that is asked for and there, else with the stand-ins.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { execNode } from "../commands/install";
import { byAge, REGISTRY_HOSTS, meets, platform, WANTED_PACKAGES } from "./packages";
import type { ProviderPackage, WantedPackage } from "./packages";
import { downloadPackages } from "./registry";

export interface MirrorSources {
  readonly providerMirror?: string | undefined;
  readonly registry: boolean;
  /** Folder of the built stand-ins, `terraform-provider-<type>.cjs`; one that is not there is left out. */
  readonly standIns: string;
}

/** `scratch` is a folder for what is downloaded; both folders are the sandbox's own. */
export async function fillMirror(
  mirror: string,
  scratch: string,
  { providerMirror, registry, standIns }: MirrorSources,
): Promise<readonly ProviderPackage[]> {
  mkdirSync(mirror, { recursive: true });
  if (providerMirror !== undefined) {
    if (process.platform === "darwin")
      throw new Error(
        "A provider mirror cannot be used on macOS: Go programs ignore SSL_CERT_FILE there, so the real packages would not trust the sandbox's servers. Run it without, on the stand-ins.",
      );
    return takeAll(mirror, resolve(providerMirror), "mirror");
  }
  if (registry && process.platform !== "darwin") {
    const downloaded = await downloadPackages(scratch, process.env);
    if (downloaded !== undefined) return takeAll(mirror, downloaded, "registry");
  }
  return WANTED_PACKAGES.filter(({ type }) => existsSync(bundleOf(standIns, type))).map((wanted) =>
    installStandIn(mirror, wanted, bundleOf(standIns, wanted.type)),
  );
}

function takeAll(
  mirror: string,
  source: string,
  from: "mirror" | "registry",
): readonly ProviderPackage[] {
  const found = WANTED_PACKAGES.map((wanted) => ({ wanted, package: newest(source, wanted) }));
  const missing = found.filter((each) => each.package === undefined).map(({ wanted }) => wanted);
  if (missing.length > 0)
    throw new Error(
      missing
        .map(
          ({ namespace, type, constraint }) =>
            `The provider mirror ${source} has no ${namespace}/${type} ${constraint} for ${platform()}: expected ${join(source, REGISTRY_HOSTS[0], namespace, type)}/<version>/${platform()}/ or a .zip as "terraform providers mirror" writes it.`,
        )
        .join("\n"),
    );
  return found.flatMap(({ wanted: { namespace, type }, package: taken }) => {
    if (taken === undefined) return [];
    for (const host of REGISTRY_HOSTS) {
      const folder = join(mirror, host, namespace, type, taken.packed ? "" : taken.version);
      mkdirSync(folder, { recursive: true });
      symlinkSync(taken.path, join(folder, basename(taken.path)));
    }
    return [{ name: `${namespace}/${type}`, version: taken.version, from }];
  });
}

interface Found {
  readonly version: string;
  readonly path: string;
  readonly packed: boolean;
}

/** The newest package that meets the constraint, unpacked or packed. */
function newest(source: string, { namespace, type, constraint }: WantedPackage): Found | undefined {
  const zip = new RegExp(`^terraform-provider-${type}_(\\d[^_]*)_${platform()}\\.zip$`);
  return REGISTRY_HOSTS.map((host) => join(source, host, namespace, type))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder).map((entry): Found => {
        const version = zip.exec(entry)?.[1];
        return version === undefined
          ? { version: entry, path: join(folder, entry, platform()), packed: false }
          : { version, path: join(folder, entry), packed: true };
      }),
    )
    .filter(({ version, path }) => /^\d+\.\d+\.\d+$/.test(version) && existsSync(path))
    .filter(({ version }) => meets(version, constraint))
    .sort((left, right) => byAge(left.version, right.version))
    .at(-1);
}

function installStandIn(
  mirror: string,
  { namespace, type, standInVersion }: WantedPackage,
  bundle: string,
): ProviderPackage {
  for (const host of REGISTRY_HOSTS) {
    const folder = join(mirror, host, namespace, type, standInVersion, platform());
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `terraform-provider-${type}_v${standInVersion}`);
    writeFileSync(file, `#!/bin/sh\n${execNode(bundle)}`);
    chmodSync(file, 0o755);
  }
  return { name: `${namespace}/${type}`, version: standInVersion, from: "stand-in" };
}

function bundleOf(standIns: string, type: string): string {
  return resolve(standIns, `terraform-provider-${type}.cjs`);
}
