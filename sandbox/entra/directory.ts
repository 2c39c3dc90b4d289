/** What the Entra tenants hold: service principals, their saved credentials and provisioning jobs. */
import { randomBytes } from "node:crypto";
import type { SandboxClock } from "../clock";
import type { World } from "../control/types";
import type { ScimCredentials } from "../scim-client";
import {
  ENTRA_TENANT_ID,
  furtherApplications,
  OTHER_TENANTS_PRINCIPAL,
  PORTAL_SETTINGS,
  PRINCIPALS,
  type PrincipalSeed,
} from "../seed";
import { notFound } from "./errors";
import { startedJob, type JobModel } from "./job";

export interface Credential {
  readonly key: string;
  readonly value: string;
}

export interface DirectoryPrincipal {
  readonly seed: PrincipalSeed;
  credentials: readonly Credential[];
  readonly jobs: JobModel[];
}

export class Directory {
  readonly clock: SandboxClock;
  readonly principals: readonly DirectoryPrincipal[];
  readonly #byId: ReadonlyMap<string, DirectoryPrincipal>;
  world: World;

  constructor({
    clock,
    scimUrl,
    world,
    further,
  }: {
    readonly clock: SandboxClock;
    readonly scimUrl: string;
    readonly world: World;
    /** How many applications there are beyond the seed's. */
    readonly further: number;
  }) {
    this.clock = clock;
    this.world = world;
    const portal = leftByThePortal(scimUrl);
    const seeds = [...PRINCIPALS, ...furtherApplications(further), OTHER_TENANTS_PRINCIPAL];
    this.principals = seeds.map((seed) => ({
      seed,
      credentials: seed.setUpInPortal ? portal : [],
      jobs: seed.job ? [startedJob("scim")] : [],
    }));
    this.#byId = new Map(this.principals.map((each) => [each.seed.id, each]));
  }

  /** Throws Graph's own 404. */
  principal(id: string): DirectoryPrincipal {
    const found = this.#byId.get(id.toLowerCase());
    if (found === undefined) throw notFound(id);
    return found;
  }
}

export function tenantOf({ tenantId = ENTRA_TENANT_ID }: PrincipalSeed): string {
  return tenantId;
}

/** In the portal's order, with last year's token: one for all, and Druva no longer knows it. */
function leftByThePortal(scimUrl: string): readonly Credential[] {
  const { SyncNotificationSettings, SyncAll } = PORTAL_SETTINGS;
  return [
    { key: "BaseAddress", value: scimUrl },
    { key: "SecretToken", value: randomBytes(32).toString("base64url") },
    { key: "SyncNotificationSettings", value: SyncNotificationSettings },
    { key: "SyncAll", value: SyncAll },
  ];
}

export function valueOf(credentials: readonly Credential[], key: string): string | undefined {
  return credentials.find((each) => each.key === key)?.value;
}

/** Saved keys keep their place, new ones are appended, and an empty value takes its key away. */
export function merged(
  saved: readonly Credential[],
  changes: readonly Credential[],
): readonly Credential[] {
  const values = new Map([...saved, ...changes].map(({ key, value }) => [key, value]));
  return [...values].filter(([, value]) => value !== "").map(([key, value]) => ({ key, value }));
}

/** What a job can provision with; `undefined` where a part of it is missing. */
export function scimCredentials(credentials: readonly Credential[]): ScimCredentials | undefined {
  const baseUrl = valueOf(credentials, "BaseAddress");
  const token = valueOf(credentials, "SecretToken");
  return baseUrl && token ? { baseUrl, token } : undefined;
}
