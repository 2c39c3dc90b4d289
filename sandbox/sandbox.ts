/** The sandbox: Druva, Entra ID, Okta and another identity provider as HTTPS servers on loopback. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { startAttachedProviders } from "./attached-providers";
import { built } from "./built";
import { makeCertificates } from "./certificates";
import { SandboxClock } from "./clock";
import { installCommands } from "./commands/install";
import { connectControl, type ControlClient } from "./control/client";
import type { World } from "./control/types";
import { CONSOLE_PATH } from "./druva/console";
import { ADMIN_PATH } from "./okta/admin-console";
import { type Identities, makeIdentities } from "./identities";
import { startProxy } from "./proxy";
import {
  ENTRA_CLIENT_ID,
  ENTRA_HOSTS,
  ENTRA_TENANT_ID,
  OKTA_BASE_URL,
  OKTA_HOST,
  OKTA_ORG_NAME,
} from "./seed";
import { startServers } from "./servers";
import { cliConfiguration } from "./terraform/cli-configuration";
import { fillMirror } from "./terraform/mirror";
import { lockFile, type ProviderPackage } from "./terraform/packages";

export type { ProviderPackage } from "./terraform/packages";

export interface SandboxOptions {
  /** Working folder: a new or an empty one. Default: a new temporary one. `stop` removes it. */
  readonly directory?: string;
  /** A Terraform filesystem mirror to take azuread, okta and null from. */
  readonly providerMirror?: string;
  /** Take them from the public registry, where it can be reached. Default: false. */
  readonly registry?: boolean;
  /** Where the built stand-in packages are. Default: `dist/sandbox/providers` of this package. */
  readonly standIns?: string;
  /**
   * The stand-ins are one process that Terraform attaches to, instead of three that each of its
   * phases starts anew: most of a plan's time, where their starting shows nothing. Default: false.
   */
  readonly standInsStay?: boolean;
  /** What its clock says when it starts. Default: the machine's time. */
  readonly startsAt?: Date;
  /** How Entra behaves where the sources disagree. Default: a PUT merges, and Graph hides secrets alone. */
  readonly world?: Partial<World>;
  /** Whether now and then a request meets a 429, an outdated value or a lost answer. Default: false. */
  readonly unkind?: boolean;
  /** How many Entra applications there are beyond the seed's, for benches. Default: 0. */
  readonly furtherApplications?: number;
  /** Factor on the stand-in packages' fixed waits; the real ones do not know it. Default: 1. */
  readonly waitScale?: number;
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
  /** Other ways to sign in, made when asked for: what goes over `environment` for each. */
  identities(): Promise<Identities>;
  readonly directory: string;
  /** The certificate authority of all its servers, PEM. */
  readonly ca: string;
  readonly providerPackages: readonly ProviderPackage[];
  /** A dependency lock file's text for `providerPackages`. */
  readonly lockFile: string;
  /** Closes the servers and removes the working folder. */
  stop(): Promise<void>;
}

/** Starts everything in about a second. Throws an Error for a person where a folder is not usable. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const directory = workingFolder(options.directory);
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const file = (name: string) => join(directory, name);
    const packages = await fillMirror(file("mirror"), directory, {
      providerMirror: options.providerMirror,
      registry: options.registry ?? false,
      standIns: options.standIns ?? built("sandbox", "providers"),
    });

    const certificates = await makeCertificates(["localhost", OKTA_HOST, ...ENTRA_HOSTS]);
    writeFileSync(file("ca.pem"), certificates.ca);
    writeFileSync(file("terraform.rc"), cliConfiguration(file("mirror")));

    const clock = new SandboxClock(file("clock"));
    if (options.startsAt !== undefined) clock.set(options.startsAt);
    const servers = await startServers({
      certificates,
      clock,
      world: { secretsPut: "merges", hiddenSettings: [], ...options.world },
      unkind: options.unkind ?? false,
      furtherApplications: options.furtherApplications ?? 0,
    });
    closers.push(() => servers.stop());
    const proxy = await startProxy(new Map(servers.routes));
    closers.push(() => proxy.stop());
    const { addresses, signIns } = servers;
    const control = connectControl({ url: addresses.control, ca: certificates.ca });
    closers.push(() => control.close());

    const own = {
      OTHER_IDP_URL: addresses.otherIdp,
      DRUVA_SCIM_SANDBOX_CONTROL: addresses.control,
      DRUVA_SCIM_SANDBOX_CA: file("ca.pem"),
    };
    mkdirSync(file("bin"));
    installCommands(file("bin"), own);

    const environment = {
      DRUVA_SCIM_URL: servers.scimUrl,
      DRUVA_SCIM_CLOCK_FILE: clock.file,
      ARM_METADATA_HOSTNAME: new URL(addresses.entra).host,
      ARM_TENANT_ID: ENTRA_TENANT_ID,
      ARM_CLIENT_ID: ENTRA_CLIENT_ID,
      ARM_CLIENT_SECRET: signIns.entra.clientSecret,
      OKTA_ORG_NAME,
      OKTA_BASE_URL,
      OKTA_API_TOKEN: signIns.okta.apiToken,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: "localhost,127.0.0.1",
      SSL_CERT_FILE: file("ca.pem"), // nothing else is reached
      TF_CLI_CONFIG_FILE: file("terraform.rc"),
      // cdktf-cli would keep the packages in the home folder, where a production run finds them:
      // a stand-in must never get there.
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
      TF_PLUGIN_CACHE_DIR: "",
      CHECKPOINT_DISABLE: "1",
      ...own,
      DRUVA_SCIM_SANDBOX_WAIT_SCALE: String(options.waitScale ?? 1),
      PATH: [file("bin"), process.env["PATH"] ?? ""].join(delimiter),
    };
    const staying = options.standInsStay
      ? await startAttachedProviders(
          built("sandbox", "providers", "staying.js"),
          file("attached"),
          environment,
        )
      : undefined;
    if (staying !== undefined) closers.push(() => staying.stop());

    return {
      environment: {
        ...environment,
        ...(staying && { TF_REATTACH_PROVIDERS: staying.attachments }),
      },
      pages: {
        druvaConsole: `${addresses.druva}${CONSOLE_PATH}`,
        oktaAdminConsole: `${addresses.okta}${ADMIN_PATH}`,
        otherIdp: addresses.otherIdp,
        control: addresses.control,
      },
      control,
      identities: () =>
        makeIdentities(file("identities"), { ...signIns, entraUrl: addresses.entra, environment }),
      directory,
      ca: certificates.ca,
      providerPackages: packages,
      lockFile: lockFile(packages),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `stop` removes the folder, so it must hold nothing of anybody else's. */
function workingFolder(wanted: string | undefined): string {
  if (wanted === undefined) return mkdtempSync(join(tmpdir(), "druva-scim-sandbox-"));
  const directory = resolve(wanted);
  mkdirSync(directory, { recursive: true });
  if (readdirSync(directory).length > 0)
    throw new Error(
      `${directory} is not empty. The sandbox needs a folder of its own, which it removes at its end: name a new one.`,
    );
  return directory;
}
