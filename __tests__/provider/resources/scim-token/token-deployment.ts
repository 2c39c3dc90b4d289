/** What Terraform does with `druva_scim_token`, without Terraform: refresh, plan, plan again, apply. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Consumer } from "../../../../provider/bindings/consumer";
import { type Clients, configureClients } from "../../../../provider/clients/clients";
import type { Entra, Principal } from "../../../../provider/clients/entra";
import { type Diagnostic, ProviderError } from "../../../../provider/framework/diagnostics";
import type { Planned } from "../../../../provider/framework/schema";
import { isUnknown } from "../../../../provider/framework/unknown";
import { scimToken } from "../../../../provider/resources/scim-token";
import type {
  scimTokenFields,
  Token,
  Written,
} from "../../../../provider/resources/scim-token/schema";
import type { Found } from "../../../../provider/resources/scim-token/state";
import { DRUVA_URL, FakeClock, FakeDruva } from "../../rotation/fake-druva";

export const SCIM_URL = DRUVA_URL;

/** A configuration in which only what is given is set. */
export function configuration(given: Partial<Written> = {}): Written {
  return {
    tenant: "acme",
    begin: "adopt",
    invalidate_existing: null,
    issued_on: null,
    policy: null,
    rotation_request: null,
    accept_unproven: null,
    issuer: null,
    token_variables: null,
    consumers: null,
    released: null,
    require_all_bound: null,
    unrelated: null,
    allow_destroy: null,
    scim_url: null,
    token: null,
    fingerprint: null,
    past_fingerprints: null,
    generation: null,
    issued_at: null,
    expires_at: null,
    rotate_at: null,
    old_token_last_valid_at: null,
    proven_at: null,
    status: null,
    reason: null,
    answer: null,
    change: null,
    cause: null,
    steps: null,
    unmanaged: null,
    ...given,
  };
}

export const request = (generation: number, date = "2026-01-01", reason = "yearly") => ({
  generation,
  date,
  reason,
});

/** As the argument has them. */
export const listing = (...consumers: readonly Consumer[]) => JSON.stringify(consumers);

/** A consumer whose commands are there. */
export const commandConsumer = (id: string, set: Partial<Consumer> = {}): Consumer => ({
  kind: "command",
  id,
  bindCommand: ["true"],
  testCommand: ["true"],
  ...set,
});

/** An issuer that runs a program. */
export const byCommand = (...command: readonly string[]) => ({
  kind: "command" as const,
  command,
  environment: null,
  deadline_seconds: null,
});

export const AUTOMATIC = {
  lifetime_days: null,
  rotate_before_days: null,
  mode: "automatic" as const,
};

export interface Plan {
  readonly planned: Planned<typeof scimTokenFields>;
  /** Whether -detailed-exitcode would be 2. */
  readonly changes: boolean;
  readonly refreshed: Token | null;
  readonly private: Found | null;
  /** Each as "summary: detail". */
  readonly warnings: readonly string[];
  /** Their codes. */
  readonly codes: readonly (string | undefined)[];
}

export class TokenDeployment {
  readonly clock = new FakeClock("2026-01-01T10:00:00Z");
  readonly druva = new FakeDruva(this.clock);
  readonly environment: NodeJS.ProcessEnv = {};
  config = configuration();
  state: Token | null = null;
  configurationKnown = true;
  scimUrl = SCIM_URL;
  /** What Entra lists, all made from one template; null: it may not be listed. */
  principals: readonly Principal[] | null = null;
  /** How often Entra was asked for one of them, or for all. */
  entraAsked = 0;
  #private: Found | null = null;

  constructor(readonly journalDir: string) {}

  configure(given: Partial<Written>): void {
    this.config = { ...this.config, ...given };
  }

  handOver(token: string): void {
    this.environment["DRUVA_SCIM_TOKEN_ACME"] = token;
  }

  /** Nothing that a plan finds out is saved. */
  async plan({ refresh = true }: { refresh?: boolean } = {}): Promise<Plan> {
    const warnings: string[] = [];
    const codes: (string | undefined)[] = [];
    const context = this.#context(warnings, codes);
    scimToken.validate?.(this.config, context);
    const before = { state: this.state, private: this.#private };
    const now =
      refresh && before.state !== null
        ? await scimToken.read({ state: before.state, private: before.private }, context)
        : before;
    const planOnce = () => {
      const args = {
        prior: now.state,
        config: this.config,
        proposed: this.config,
        private: now.private,
      };
      return scimToken.plan(args, context).planned;
    };
    const planned = planOnce();
    const said = { warnings: [...warnings], codes: [...codes] };
    if (!isDeepStrictEqual(planOnce(), planned)) throw new Error("a plan that is not pure");
    const changes = !isDeepStrictEqual({ ...planned }, now.state && { ...now.state });
    return { planned, changes, refreshed: now.state, private: now.private, ...said };
  }

  /** Gives the warnings of plan and apply. A failed one keeps the state as Terraform does. */
  async apply(given: { refresh?: boolean } = {}): Promise<readonly string[]> {
    return this.applyPlan(await this.plan(given));
  }

  /** A plan that was saved: what is configured stays, the environment may be another one. */
  async applyPlan(plan: Plan): Promise<readonly string[]> {
    this.state = plan.refreshed;
    this.#private = plan.private;
    if (!plan.changes) return plan.warnings;
    const warnings: string[] = [];
    const context = this.#context(warnings);
    const { planned } = plan;
    const made =
      this.state === null
        ? await scimToken.create({ planned, config: this.config }, context)
        : await scimToken.update(
            { prior: this.state, planned, config: this.config, private: this.#private },
            context,
          );
    for (const [name, value] of Object.entries(planned)) {
      const got: unknown = Object.entries(made.state).find(([key]) => key === name)?.[1];
      if (isUnknown(value) ? isUnknown(got) : !isDeepStrictEqual(got, value)) {
        throw new Error(`inconsistent result after apply: ${name}`);
      }
    }
    this.state = made.state;
    this.#private = made.private ?? null;
    return [...plan.warnings, ...warnings];
  }

  /** As `terraform apply -replace`, and after a taint: delete, then create. */
  async replace(): Promise<readonly string[]> {
    const { refreshed } = await this.plan();
    const warnings: string[] = [];
    const context = this.#context(warnings);
    const { config } = this;
    const args = { prior: null, config, proposed: config, private: null };
    const { planned } = scimToken.plan(args, context);
    if (refreshed !== null) await scimToken.delete({ state: refreshed }, context);
    this.state = null;
    const made = await scimToken.create({ planned, config }, context);
    this.state = made.state;
    this.#private = made.private ?? null;
    return warnings;
  }

  /** The state was not saved: what an apply did is not known any more. */
  async applyAndLoseTheState(): Promise<void> {
    const before = { state: this.state, private: this.#private };
    await this.apply();
    this.state = before.state;
    this.#private = before.private;
  }

  get token(): Token {
    if (this.state === null) throw new Error("nothing was deployed");
    return this.state;
  }

  #context(warnings: string[], codes: (string | undefined)[] = []) {
    return {
      client: this.#client(),
      signal: new AbortController().signal,
      warn: ({ summary, detail, code }: Omit<Diagnostic, "severity">) => {
        warnings.push(`${summary}: ${detail}`);
        codes.push(code);
      },
    };
  }

  /** Of one start of the provider. */
  #client(): Clients {
    const { druva } = this;
    const made = configureClients(
      { scim_url: this.scimUrl, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
      {},
    );
    return {
      ...made,
      clock: this.clock,
      scim: {
        ...made.scim,
        probe: (token, _signal, url = this.scimUrl) => druva.probe(token, url),
        proof: (token, url) => druva.probe(token, url),
        users: async () => druva.users,
        tenantOf: async (token, users) => druva.tenantOf(token, users),
      },
      entra: () => this.#entra(made.entra(null)),
      okta(name) {
        throw new ProviderError({ summary: "Not configured", detail: String(name) });
      },
      journalDir: this.journalDir,
      journalDirGiven: true,
      environment: this.environment,
      configurationKnown: this.configurationKnown,
    };
  }

  #entra(entra: Entra): Entra {
    const listed = async () => {
      this.entraAsked += 1;
      if (this.principals !== null) return [...this.principals];
      throw new ProviderError({ summary: "Not permitted", detail: "to list applications" });
    };
    return {
      ...entra,
      async principal(id) {
        const all = await listed();
        return all.find((each) => each.id === id) ?? { id };
      },
      principalsOfTemplate: listed,
    };
  }
}

/** Tenants for a file's tests; their folders are gone afterwards. */
export function useDeployments() {
  let parent: string;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "scim-token-"));
  });
  afterAll(async () => {
    await rm(parent, { recursive: true });
  });

  const fresh = async () => new TokenDeployment(await mkdtemp(join(parent, "journal-")));
  /** Its token was generated today and taken over. */
  const adopted = async (given: Partial<Written> = {}) => {
    const acme = await fresh();
    acme.configure({ issued_on: "2026-01-01", ...given });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    delete acme.environment["DRUVA_SCIM_TOKEN_ACME"];
    return acme;
  };
  return { fresh, adopted };
}
