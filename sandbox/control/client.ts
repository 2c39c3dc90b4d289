/** The sandbox's control API for programs; what it speaks is in types.ts, its paths in ../README.md. */
import { Agent, request } from "undici";
import type {
  ClockReading,
  CycleResult,
  DruvaUser,
  Fault,
  FaultRequest,
  HolderId,
  Holding,
  RequestRecord,
  JournalFilter,
  Settings,
  SettingsChange,
  TokenRecord,
  World,
} from "./types";

export interface ControlClient {
  readonly clock: {
    now(): Promise<Date>;
    /** Moves the clock forward; returns the new time. */
    advance(by: { readonly days?: number; readonly ms?: number }): Promise<Date>;
    set(to: Date): Promise<Date>;
  };
  readonly faults: {
    add(fault: FaultRequest): Promise<Fault>;
    list(): Promise<readonly Fault[]>;
    /** One, or all. */
    clear(id?: string): Promise<void>;
  };
  readonly journal: {
    /** Oldest first. */
    list(filter?: JournalFilter): Promise<readonly RequestRecord[]>;
    clear(): Promise<void>;
  };
  readonly world: {
    get(): Promise<World>;
    /** What is not named stays; returns the whole. */
    set(change: Partial<World>): Promise<World>;
  };
  holdings(): Promise<readonly Holding[]>;
  /** Throws for an unknown holder. */
  holding(holder: HolderId): Promise<Holding>;
  /**
   * Puts a token into a holder behind everybody's back, or takes it away (`null`). An Entra
   * application keeps its other keys; it is given the SCIM URL where it has no BaseAddress.
   */
  hold(holder: HolderId, token: string | null): Promise<Holding>;
  /** What an Entra application has saved, without its secrets. Throws for any other holder. */
  settings(holder: HolderId): Promise<Settings>;
  /** Changes it behind everybody's back; returns the whole. */
  setSettings(holder: HolderId, change: SettingsChange): Promise<Settings>;
  /** Every token that was generated, oldest first. */
  tokens(): Promise<readonly TokenRecord[]>;
  /** Another administrator generates a token, and this is what the screen shows. */
  generateToken(by?: string): Promise<string>;
  /** Another Druva tenant's administrator generates one. Druva accepts it too; `tokens` does not list it. */
  generateForeignToken(): Promise<string>;
  /** Lets a holder provision one new user with the token that it holds. */
  cycle(holder: HolderId): Promise<CycleResult>;
  users(): Promise<readonly DruvaUser[]>;
  /** Ends the connections that are kept open. */
  close(): Promise<void>;
}

/** `ca` is PEM. Every call throws an Error with the API's own message where it is refused. */
export function connectControl({
  url,
  ca,
}: {
  readonly url: string;
  readonly ca: string;
}): ControlClient {
  const dispatcher = new Agent({ connect: { ca } });

  async function call<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: object) {
    const answer = await request(new URL(path, url), {
      method,
      dispatcher,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 400) throw new Error(messageOf(text, method, path));
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
  const time = async (reading: Promise<ClockReading>) => new Date((await reading).now);
  const holderPath = (holder: HolderId) => `/holders/${holder}`;

  return {
    clock: {
      now: () => time(call("GET", "/clock")),
      advance: (by) => time(call("POST", "/clock/advance", by)),
      set: (to) => time(call("PUT", "/clock", { now: to.toISOString() })),
    },
    faults: {
      add: (fault) => call("POST", "/faults", fault),
      list: () => call("GET", "/faults"),
      clear: (id) => call("DELETE", id === undefined ? "/faults" : `/faults/${id}`),
    },
    journal: {
      list: (filter = {}) => call("GET", `/journal?${query(filter)}`),
      clear: () => call("DELETE", "/journal"),
    },
    world: {
      get: () => call("GET", "/world"),
      set: (change) => call("PUT", "/world", change),
    },
    holdings: () => call("GET", "/holders"),
    holding: (holder) => call("GET", holderPath(holder)),
    hold: (holder, token) => call("PUT", holderPath(holder), { token }),
    settings: (holder) => call("GET", `${holderPath(holder)}/settings`),
    setSettings: (holder, change) => call("PUT", `${holderPath(holder)}/settings`, change),
    tokens: () => call("GET", "/tokens"),
    async generateToken(by = "another.admin@acme.example") {
      return (await call<{ token: string }>("POST", "/tokens", { by })).token;
    },
    async generateForeignToken() {
      const body = { by: "admin@emea.example", elsewhere: true };
      return (await call<{ token: string }>("POST", "/tokens", body)).token;
    },
    cycle: (holder) => call("POST", `${holderPath(holder)}/cycle`),
    users: () => call("GET", "/users"),
    close: () => dispatcher.close(),
  };
}

function query(filter: JournalFilter): string {
  return new URLSearchParams(
    Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function messageOf(text: string, method: string, path: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === "object" && answer !== null && "message" in answer)
      return String(answer.message);
  } catch {
    // Not the API's own answer: say what was asked instead.
  }
  return `The sandbox's control API refused ${method} ${path}.`;
}
