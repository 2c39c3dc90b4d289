/** The ways to Druva, Microsoft Graph and Okta, made from the provider's configuration. */
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { entraFields, oktaFields, providerFields } from "../configuration";
import { ProviderError } from "../framework/diagnostics";
import { type Configured, inEach, type State } from "../framework/schema";
import { unknownPlaces } from "../framework/unknown";
import type { Clock } from "../rotation/clock";
import { argumentName } from "../rotation/argument-name";
import { createDruva, type Druva } from "./druva";
import { createEntra, type Entra } from "./entra";
import { createHttp, type HttpOptions } from "./http";
import { createOkta, type Okta } from "./okta";
import { clockFor } from "./sandbox-clock";

/** What the provider's resources work with. Nothing is loaded, read or called before it is needed. */
export interface Clients {
  readonly clock: Clock;
  readonly scim: Druva;
  /** Null is "default". Throws a ProviderError where no such entry is configured. */
  entra(name: string | null): Entra;
  okta(name: string | null): Okta;
  /** Keys of applications that hold another tenant's token. */
  readonly boundElsewhere: readonly string[];
  readonly journalDir: string;
  /** Whether somebody chose the folder: in CI the default one is gone after the run. */
  readonly journalDirGiven: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Rejects with the reason of an aborted `signal`. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** False: values are unknown in this plan, so nothing is asked and state is kept. */
  readonly configurationKnown: boolean;
}

export type Configuration = Configured<typeof providerFields>;
type KnownConfiguration = State<typeof providerFields>;

const DEFAULT_SCIM_URL = "https://apis.druva.com/insync/scim";

/**
 * Throws a ProviderError where the SCIM base URL is not an https URL; credentials are read when
 * needed. `patience` is the sandbox's, whose vendors need no real waits.
 */
export function configureClients(
  configuration: Configuration,
  environment: NodeJS.ProcessEnv,
  patience: Pick<HttpOptions, "backoffMs" | "deadlineMs" | "timers"> = {},
): Clients {
  const configurationKnown = isKnown(configuration);
  const known: KnownConfiguration = configurationKnown
    ? configuration
    : inEach(providerFields, null);

  const url = scimUrl(known.scim_url ?? (environment["DRUVA_SCIM_URL"] || DEFAULT_SCIM_URL));
  const clock = clockFor(url, environment);
  const http = createHttp({ environment, ...patience });
  // Its hosts are its own: what fails here makes nobody believe that Druva is down.
  const usersHttp = createHttp({
    environment,
    retries: 0,
    deadlineMs: 5_000,
    mostBodyBytes: 1_000_000,
  });
  const givenDir = known.journal_dir ?? (environment["DRUVA_SCIM_JOURNAL_DIR"] || undefined);
  return {
    clock,
    scim: createDruva({ url, http, usersHttp, clock }),
    entra: byName("entra", known.entra, noEntra, (entry) => createEntra(entry, environment, http)),
    okta: byName("okta", known.okta, noOkta, (entry) => createOkta(entry, environment, http)),
    boundElsewhere: known.bound_elsewhere ?? [],
    journalDir: givenDir ?? defaultJournalDir(environment),
    journalDirGiven: givenDir !== undefined,
    environment,
    pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    configurationKnown,
  };
}

/** Entries that leave all to the environment. */
const noEntra = inEach(entraFields, null);
export const noOkta = inEach(oktaFields, null);

/** One client per entry, made when first asked for, so that its credentials are asked for once. */
function byName<Entry, Client>(
  block: "entra" | "okta",
  entries: Readonly<Record<string, Entry>> | null,
  fromEnvironment: Entry,
  create: (entry: Entry) => Client,
): (name: string | null) => Client {
  const configured = entries ?? { default: fromEnvironment };
  const clients = new Map<string, Client>();
  return (name) => {
    const key = name ?? "default";
    const entry = Object.hasOwn(configured, key) ? configured[key] : undefined;
    if (entry === undefined) {
      throw new ProviderError({
        summary: `No entry "${key}" in the provider's ${block}`,
        detail: `The druva provider's ${block} has ${Object.keys(configured).sort().join(", ") || "no entry"}. Add "${key}" there, or name one of these in the resource's \`${block}\`.`,
      });
    }
    const client = clients.get(key) ?? create(entry);
    clients.set(key, client);
    return client;
  };
}

function scimUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" || url.search !== "" || url.hash !== "" || url.username !== "") {
    const found = url
      ? `"${url.protocol}//${url.host}${url.pathname}"`
      : `a text of ${text.length} characters`; // a token, perhaps
    throw new ProviderError({
      summary: "The SCIM base URL is not an https URL",
      detail: `${argumentName("scim_url")}, or DRUVA_SCIM_URL in the environment, is ${found}. Expected an https URL without credentials, query or fragment, such as ${DEFAULT_SCIM_URL}.`,
      attribute: ["scim_url"],
    });
  }
  return text.replace(/\/+$/, "");
}

function defaultJournalDir(environment: NodeJS.ProcessEnv): string {
  const state = environment["XDG_STATE_HOME"];
  return join(state || join(environment["HOME"] || homedir(), ".local", "state"), "druva-scim");
}

function isKnown(configuration: Configuration): configuration is KnownConfiguration {
  return unknownPlaces(configuration).length === 0;
}
