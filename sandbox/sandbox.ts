/** The sandbox: Druva, Entra ID, Okta and another identity provider as HTTPS servers on loopback. */
import type { ControlClient } from "./control/client";

export interface SandboxOptions {
  /** Working folder. Default: a new temporary one, removed by `stop`. */
  readonly directory?: string;
  /** A Terraform filesystem mirror to take azuread, okta and null from. */
  readonly providerMirror?: string;
  /** Take them from the public registry, where it can be reached. Default: false. */
  readonly registry?: boolean;
  /** Where the built stand-in packages are. Default: `dist/sandbox/providers` of this package. */
  readonly standIns?: string;
  /** Factor on the stand-in packages' fixed waits; the real ones do not know it. Default: 1. */
  readonly waitScale?: number;
}

/** One provider package that Terraform finds in the sandbox's mirror. */
export interface ProviderPackage {
  /** `hashicorp/azuread` */
  readonly name: string;
  readonly version: string;
  readonly from: "mirror" | "registry" | "stand-in";
}

/** Where people and programs look; all on loopback. */
export interface Pages {
  /** Druva's User Provisioning page. */
  readonly druvaConsole: string;
  /** The Admin Console's app list; an app's Integration tab is below it. */
  readonly oktaAdminConsole: string;
  readonly otherIdp: string;
  readonly control: string;
}

export interface Sandbox {
  /** What a person exports: everything that terraform, the providers and the CLI need. */
  readonly environment: Readonly<Record<string, string>>;
  readonly pages: Pages;
  readonly control: ControlClient;
  readonly directory: string;
  /** The certificate authority of all its servers, PEM. */
  readonly ca: string;
  readonly providerPackages: readonly ProviderPackage[];
  /** A dependency lock file's text for `providerPackages`. */
  readonly lockFile: string;
  /** Closes the servers and removes what it made. */
  stop(): Promise<void>;
}
