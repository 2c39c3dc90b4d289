/** Druva as far as the rules know it: a new token ends the one before at once. */
import type { Clock } from "../../../provider/rotation/clock";
import type { Probe } from "../../../provider/rotation/probe";
import type { Tenant } from "../../../provider/rotation/whose-token";

export class FakeClock implements Clock {
  #now: number;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance({ days = 0, milliseconds = 0 }: { days?: number; milliseconds?: number }): void {
    this.#now += days * 86_400_000 + milliseconds;
  }
}

export const DRUVA_URL = "https://druva.test/insync/scim";

export class FakeDruva {
  /** Where it is; any other host knows no token. */
  url = DRUVA_URL;
  /** Every question that it, or another host, was asked. */
  readonly asked: { readonly token: string; readonly url: string; readonly probe: Probe }[] = [];
  readonly issued: string[] = [];
  /** What it answers instead, token by token; undefined: the truth. */
  answers: (token: string) => Probe["verdict"] | undefined = () => undefined;
  /** Tokens that are another tenant's; they work. */
  readonly strangers = new Set<string>();
  clockAheadMs = 0;
  users: readonly string[] = ["carol"];
  readonly #byRotation = new Map<string, string>();

  constructor(readonly clock: Clock) {}

  get living(): string | undefined {
    return this.issued.at(-1);
  }

  /** As an administrator does it in the console. */
  generate(): string {
    const token = `token-${this.issued.length + 1}`;
    this.issued.push(token);
    return token;
  }

  /** An issuer that knows a repetition by its id. */
  issueOnce(rotationId: string): string {
    const token = this.#byRotation.get(rotationId) ?? this.generate();
    this.#byRotation.set(rotationId, token);
    return token;
  }

  tenantOf(token: string, remembered = this.users): Tenant {
    if (remembered.length === 0) return "unknown";
    return this.strangers.has(token) ? "other" : "same";
  }

  probe(token: string, url: string = this.url): Promise<Probe> {
    // Of a command, which tells nobody else: it is made before anybody can ask about it.
    if (token.startsWith("issued-") && !this.issued.includes(token)) this.issued.push(token);
    const works = token === this.living || this.strangers.has(token);
    const lives = works && url === this.url;
    const verdict = this.answers(token) ?? (lives ? "accepted" : "rejected");
    const message = `Druva was asked: ${verdict}`;
    const { clockAheadMs } = this;
    const probe = { verdict, message, at: this.clock.now(), clockAheadMs };
    this.asked.push({ token, url, probe });
    return Promise.resolve(probe);
  }
}
