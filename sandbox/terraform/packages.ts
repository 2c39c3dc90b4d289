/** The provider packages that the module uses, and the versions that the sandbox knows. */
import { stockProviders } from "../../constructs/installation/stock-providers";

export interface ProviderPackage {
  /** `hashicorp/azuread` */
  readonly name: string;
  readonly version: string;
  readonly from: "mirror" | "registry" | "stand-in";
}

export interface WantedPackage {
  readonly namespace: string;
  readonly type: string;
  /** What the constructs ask for, `~> major.minor`. */
  readonly constraint: string;
  /** What the stand-in was measured against. */
  readonly standInVersion: string;
}

export const WANTED_PACKAGES: readonly WantedPackage[] = Object.values(stockProviders).map(
  ({ source, versions: constraint, testedVersion: standInVersion }) => {
    const [namespace = "", type = ""] = source.split("/");
    return { namespace, type, constraint, standInVersion };
  },
);

export const REGISTRY_HOSTS = ["registry.terraform.io", "registry.opentofu.org"] as const;

/** As in `linux_amd64`. */
export function platform(): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  return `${os}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

/** Whether a version meets `~> major.minor`. */
export function meets(version: string, constraint: string): boolean {
  const [major = 0, minor = 0] = numbers(constraint.replace("~>", ""));
  const [itsMajor = 0, itsMinor = 0] = numbers(version);
  return itsMajor === major && itsMinor >= minor;
}

/** For sorting: oldest first. */
export function byAge(left: string, right: string): number {
  const [older, newer] = [numbers(left), numbers(right)];
  const differences = [0, 1, 2].map((place) => (older[place] ?? 0) - (newer[place] ?? 0));
  return differences.find((each) => each !== 0) ?? 0;
}

function numbers(version: string): readonly number[] {
  return version.trim().split(".").map(Number);
}

/** A dependency lock file without hashes, which Terraform accepts and completes. */
export function lockFile(packages: readonly ProviderPackage[]): string {
  return packages
    .map(({ name, version }) => {
      const wanted = WANTED_PACKAGES.find(({ namespace, type }) => name === `${namespace}/${type}`);
      return `provider "registry.terraform.io/${name}" {
  version     = "${version}"
  constraints = "${wanted?.constraint ?? version}"
}
`;
    })
    .join("\n");
}
