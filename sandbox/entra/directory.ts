/** What the Entra tenant holds: service principals, their saved credentials and provisioning jobs. */
import type { SandboxClock } from "../clock";
import type { ScimCredentials } from "../scim-client";
import { PRINCIPALS, type PrincipalSeed } from "../seed";
import { notFound } from "./errors";
import { startedJob, type Job } from "./job";

export interface Credential {
  readonly key: string;
  readonly value: string;
}

export interface Principal {
  readonly seed: PrincipalSeed;
  credentials: readonly Credential[];
  readonly jobs: Job[];
}

export class Directory {
  readonly principals: readonly Principal[];

  constructor(readonly clock: SandboxClock) {
    this.principals = PRINCIPALS.map((seed) => ({
      seed,
      credentials: [],
      jobs: seed.job ? [startedJob("scim")] : [],
    }));
  }

  /** Throws Graph's own 404. */
  principal(id: string): Principal {
    const found = this.principals.find(({ seed }) => seed.id === id.toLowerCase());
    if (found === undefined) throw notFound(id);
    return found;
  }
}

/** What a job can provision with; `undefined` where a part of it is missing. */
export function scimCredentials(credentials: readonly Credential[]): ScimCredentials | undefined {
  const valueOf = (key: string) => credentials.find((each) => each.key === key)?.value;
  const baseUrl = valueOf("BaseAddress");
  const token = valueOf("SecretToken");
  return baseUrl && token ? { baseUrl, token } : undefined;
}
