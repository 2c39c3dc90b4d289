/**
 * What all requests to one host share: a limit on how many are in flight, the wait that the host
 * asks for, and whether it answers at all. Without it, 1,000 bindings and a dead host take hours.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Turns } from "./turns";

/** A try that lasted longer was not cut: the host kept silent. */
const CUT_SHORT_MS = 5_000;
/** So many tries in a row without an answer, whosever they are, and the host is down. */
const TRIES_UNTIL_DOWN = 3;

export interface Answer {
  readonly status: number;
  /** By lower-case name; a repeated header's values are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HostOptions {
  /** How many requests may be in flight at once. */
  readonly inFlight?: number;
  /** A wait that the host asks for and that is longer than this is not waited for. */
  readonly longestWaitMs?: number;
  /** How long a host that is down is left alone before one request tries it again. */
  readonly downForMs?: number;
  readonly timers?: Timers;
}

/** A clock that is never set back, and a sleep by it; tests move both by hand. */
export interface Timers {
  now(): number;
  /** Throws the reason of an aborted `signal`. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export class Host {
  readonly #turns: Turns;
  readonly #longestWaitMs: number;
  readonly #downForMs: number;
  readonly #timers: Timers;
  #stop = new AbortController();
  #hasAnswered = false;
  #silentTries = 0;
  /** When the last of them ended. */
  #silentAt = -Infinity;
  #down: { readonly error: unknown; until: number } | undefined;
  #throttled: { readonly error: Throttled; readonly until: number } | undefined;

  constructor({
    inFlight = 8,
    longestWaitMs = 60_000,
    downForMs = 60_000,
    timers = REAL_TIMERS,
  }: HostOptions) {
    this.#turns = new Turns(inFlight);
    this.#longestWaitMs = longestWaitMs;
    this.#downForMs = downForMs;
    this.#timers = timers;
  }

  /** Aborted, with what `ask` would throw from then on, when the requests that wait are to stop. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** It has answered nothing in this process, and another try without an answer is not its last. */
  get isUntried(): boolean {
    return !this.#hasAnswered && this.#silentTries < TRIES_UNTIL_DOWN - 1;
  }

  /** Whether `ask` would throw at once. */
  get refuses(): boolean {
    return this.#refusal() !== undefined;
  }

  /**
   * Runs `attempt` when it is its turn and the host wants no wait. `patience` ends the waiting, not
   * the attempt: one under way may have issued something. Throws what `attempt` throws, the reason
   * of an aborted `patience`, Throttled, and for a host that is down what the last try threw.
   */
  async ask(attempt: () => Promise<Answer>, patience: AbortSignal): Promise<Answer> {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw refusal.error;

    const trial = this.#down;
    if (trial !== undefined) {
      trial.until = Infinity; // for the others, until this one is back
      this.#silentTries = TRIES_UNTIL_DOWN - 1;
    }
    try {
      return await this.#inTurn(attempt, patience);
    } finally {
      // Still so after a trial that was aborted and showed nothing: the next request is the trial.
      if (trial?.until === Infinity) trial.until = this.#timers.now();
    }
  }

  async #inTurn(attempt: () => Promise<Answer>, patience: AbortSignal): Promise<Answer> {
    await this.#turns.take(patience);
    let began = Infinity;
    try {
      for (let waitMs; (waitMs = this.#waitMs()) > 0;) await this.#timers.sleep(waitMs, patience);
      patience.throwIfAborted();
      began = this.#timers.now();
      const answer = await attempt();
      this.#answered(answer);
      return answer;
    } catch (error) {
      if (isUnsendable(error)) throw error;
      if (!patience.aborted) this.#unanswered(error, began);
      throw this.#down === undefined ? error : this.#down.error; // one message for all
    } finally {
      this.#turns.give();
    }
  }

  #answered(answer: Answer): void {
    this.#hasAnswered = true;
    this.#silentTries = 0;
    this.#down = undefined;
    const waitMs = askedWaitMs(answer);
    if (waitMs <= this.#waitMs()) return;
    const error = new Throttled(answer);
    this.#throttled = { error, until: this.#timers.now() + waitMs };
    if (waitMs > this.#longestWaitMs) this.#stopAll(error);
  }

  /** Tries that are cut together, as by a load balancer that restarts, count as one. */
  #unanswered(error: unknown, began: number): void {
    const now = this.#timers.now();
    const isCutWithAnother = began < this.#silentAt && now - began < CUT_SHORT_MS;
    this.#silentAt = now;
    if (this.#silentTries >= TRIES_UNTIL_DOWN) return; // this one was under way already
    if (error instanceof ShortTry) {
      if (!this.#hasAnswered) this.#silentTries = TRIES_UNTIL_DOWN - 1;
    } else if (failsForAll(error)) this.#silentTries = TRIES_UNTIL_DOWN;
    else if (!isCutWithAnother) this.#silentTries += 1;
    if (this.#silentTries < TRIES_UNTIL_DOWN) return;
    this.#down = { error, until: this.#timers.now() + this.#downForMs };
    this.#stopAll(error);
  }

  #stopAll(reason: unknown): void {
    const stop = this.#stop;
    this.#stop = new AbortController();
    stop.abort(reason);
  }

  #refusal(): { readonly error: unknown } | undefined {
    if (this.#down !== undefined && this.#timers.now() < this.#down.until) return this.#down;
    return this.#waitMs() > this.#longestWaitMs ? this.#throttled : undefined;
  }

  #waitMs(): number {
    return Math.max(0, (this.#throttled?.until ?? 0) - this.#timers.now());
  }
}

/** Nothing came within a deadline that a slow host may miss. The next try, with the whole one, decides. */
export class ShortTry extends Error {}

/** The host asks everybody for a longer wait than we wait. */
export class Throttled extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`answered ${answer.status}`);
    this.answer = { ...answer, body: "" }; // it may quote what another request sent
  }
}

/** An answer that may be another one in a moment: too many requests, or a failure of the server's. */
export function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

/** A malformed URL or header: shows nothing about the host, and fails again. */
export function isUnsendable(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    (error instanceof Error && "code" in error && error.code === "UND_ERR_INVALID_ARG")
  );
}

/**
 * The host has no name or no certificate that is trusted: the next try fails for the same reason.
 * OpenSSL's verdicts on a certificate come as codes of their own, such as CERT_HAS_EXPIRED.
 */
function failsForAll(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  const isCertificate = /CERT|^UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|^HOSTNAME_MISMATCH$/.test(
    code,
  );
  return code === "ENOTFOUND" || isCertificate || failsForAll(error.cause);
}

/**
 * What a passing answer asks to wait: Retry-After in seconds or as a date (RFC 9110), or in a 429
 * Okta's x-rate-limit-reset in seconds since 1970. Instants are read against the answer's own Date,
 * so that a wrong clock here does no harm.
 */
function askedWaitMs({ status, headers }: Answer): number {
  if (!isPassing(status)) return 0;
  const now = Date.parse(headers["date"] ?? "") || Date.now();
  const retryAfter = headers["retry-after"];
  const reset = headers["x-rate-limit-reset"];
  const ms =
    retryAfter !== undefined
      ? /^\d+$/.test(retryAfter)
        ? Number(retryAfter) * 1000
        : Date.parse(retryAfter) - now
      : status === 429 && reset !== undefined
        ? Number(reset) * 1000 - now
        : 0;
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
};
