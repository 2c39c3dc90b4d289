/** An Okta app whose token a person enters, with a log and a clock that are moved by hand. */
import { type Clients, configureClients, noOkta } from "../../../provider/clients/clients";
import { createHttp } from "../../../provider/clients/http";
import { createOkta, type Okta } from "../../../provider/clients/okta";
import { VendorError } from "../../../provider/clients/vendor-error";
import { oktaBinding } from "../../../provider/resources/okta-binding";
import { Life } from "./resource-life";
import { anOktaBinding } from "./written";

export const OURS = "https://druva.test/insync/scim";
export const OTHER = "https://other.druva.test/insync/scim";

/** What one question to the log found. */
export type Told = "unreadable" | "nothing" | LogEvent;
export interface LogEvent {
  readonly kind: "refused" | "worked";
  readonly at: Date;
}

const EVENT_TYPES = {
  refused: "application.integration.authentication_failure",
  worked: "application.provision.user.push",
} as const;

/** No log is kept for ever: this one is not for longer. */
const LOG_KEPT_MS = 90 * 86_400_000;

export class PersonsApp {
  now = new Date("2027-01-01T00:00:00Z");
  /** The URL that the provider is configured with. */
  url = OURS;
  config = anOktaBinding({ app_id: "0oaDruvaPerson", through: "person" });
  life: Life<typeof oktaBinding.schema.fields, typeof oktaBinding.privateSchema>;
  /** The questions of the last plan or apply, in their order: Read's, then apply's. */
  told: Told[] = [];
  readonly #clients: Clients;
  readonly #log: LogEvent[] = [];
  #tokens = 0;
  #unreadable: readonly number[] = [];

  constructor() {
    const { scim, ...clients } = configureClients(
      { scim_url: OURS, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
      {},
    );
    const moving = Object.defineProperty({ ...scim }, "url", { get: () => this.url });
    const okta: Okta = {
      ...createOkta(noOkta, {}, createHttp({ environment: {} })),
      clockAheadMs: () => 0,
      provisioningEvents: async (_app, since) => this.#asked(since),
    };
    const clock = { now: () => this.now };
    this.#clients = { ...clients, scim: moving, clock, okta: () => okta };
    this.life = new Life(oktaBinding, () => this.#clients);
    this.rotate();
  }

  /** The configuration names a new token, which works from now on. */
  rotate(): void {
    this.passes({ seconds: 1 });
    const fingerprint = String(++this.#tokens).padStart(12, "0");
    this.config = { ...this.config, fingerprint, proven_at: this.now.toISOString() };
  }

  passes({ seconds = 0, days = 0 }: { readonly seconds?: number; readonly days?: number }): void {
    this.now = new Date(this.now.getTime() + (days * 86_400 + seconds) * 1000);
  }

  happens(kind: LogEvent["kind"]): void {
    this.passes({ seconds: 1 });
    this.#log.unshift({ kind, at: this.now });
    this.passes({ seconds: 1 });
  }

  confirm(): void {
    this.config = { ...this.config, confirmed: this.config.fingerprint };
  }

  withdraw(): void {
    this.config = { ...this.config, confirmed: null };
  }

  moveTo(url: string): void {
    this.config = { ...this.config, base_url: url };
  }

  /** Plans a test, and has nothing to do with what shows that the token works. */
  changeAnotherArgument(): void {
    this.config = { ...this.config, old_token_last_valid_at: this.config.proven_at };
  }

  /** With a log that does not answer the questions of these numbers: 0 is the first one. */
  async apply(unreadable: readonly number[] = []) {
    this.told = [];
    this.#unreadable = unreadable;
    const outcome = await this.life.apply(this.config);
    this.passes({ seconds: 1 });
    return { ...outcome, status: outcome.state?.status };
  }

  async plan(unreadable: readonly number[] = []) {
    this.told = [];
    this.#unreadable = unreadable;
    return this.life.plan(this.config);
  }

  #asked(since: Date) {
    if (this.#unreadable.includes(this.told.length)) {
      this.told.push("unreadable");
      throw new VendorError("Okta", "reading the System Log", 403, "");
    }
    const oldest = this.now.getTime() - LOG_KEPT_MS;
    const found = this.#log.filter(({ at }) => at > since && at.getTime() > oldest);
    this.told.push(found[0] ?? "nothing");
    return found.map(({ kind, at }) => ({
      eventType: EVENT_TYPES[kind],
      published: at.toISOString(),
      outcome: { result: kind === "worked" ? "SUCCESS" : "FAILURE" },
    }));
  }
}
