/** An Entra application of a sandbox, as the portal left it, and what is asked about it. */
import { type Clients, configureClients } from "../../../provider/clients/clients";
import { entraBinding } from "../../../provider/resources/entra-binding";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import type { RequestRecord, Settings, World } from "../../../sandbox/control/types";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import { Life } from "./resource-life";
import { anEntraBinding } from "./written";

export const ID = "00000000-0000-0000-0000-0000000000aa";
const HOLDER = `entra/${ID}` as const;
const SYNC = `/v1.0/servicePrincipals/${ID}/synchronization`;
export const SECRETS = `${SYNC}/secrets`;
export const JOBS = `${SYNC}/jobs`;

/** Starts the sandbox for a file's tests, and puts the application right before each. */
export function useEntraApp() {
  const app = new EntraApp();
  beforeAll(() => app.start());
  beforeEach(() => app.reset());
  afterAll(() => app.sandbox.stop());
  return app;
}

export type EntraBindingLife = Life<
  typeof entraBinding.schema.fields,
  typeof entraBinding.privateSchema
>;

export class EntraApp {
  sandbox!: Sandbox;
  /** The URL that the provider is configured with. */
  url = "";
  /** Without a slash or a query, as Druva is reached. */
  scimUrl = "";
  /** How long each pause was asked to be; none is made. */
  readonly pauses: number[] = [];

  async start(): Promise<void> {
    this.sandbox = await startSandbox();
    this.scimUrl = this.sandbox.environment["DRUVA_SCIM_URL"] ?? "";
  }

  async reset(): Promise<void> {
    const { control } = this;
    this.url = this.scimUrl;
    this.pauses.length = 0;
    await control.faults.clear();
    await control.world.set({ secretsPut: "merges", hiddenSettings: [] });
    await this.empty();
    await control.hold(HOLDER, "last-years-token");
    await control.setSettings(HOLDER, PORTAL_SETTINGS);
  }

  get control() {
    return this.sandbox.control;
  }

  /** A start of the provider, which knows nothing of the one before. */
  readonly process = (): Clients => ({
    ...configureClients(
      { scim_url: this.url, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
      this.sandbox.environment,
    ),
    pause: async (milliseconds) => void this.pauses.push(milliseconds),
  });

  life(clients: () => Clients = this.process): EntraBindingLife {
    return new Life(entraBinding, clients);
  }

  /** Takes all keys away, as of an application that nobody set up. */
  async empty(): Promise<void> {
    await this.control.hold(HOLDER, null);
    const keys = Object.keys(await this.control.settings(HOLDER));
    await this.control.setSettings(HOLDER, Object.fromEntries(keys.map((key) => [key, null])));
  }

  setWorld(change: Partial<World>): Promise<World> {
    return this.control.world.set(change);
  }

  generate(): Promise<string> {
    return this.control.generateToken();
  }

  async hold(token: string): Promise<void> {
    await this.control.hold(HOLDER, token);
  }

  /** A living token that Entra holds. */
  async held(): Promise<string> {
    const token = await this.generate();
    await this.hold(token);
    return token;
  }

  /** Its binding, applied. */
  async bound(set: Parameters<typeof anEntraBinding>[0] = {}) {
    const token = await this.generate();
    const config = { ...written(token), ...set };
    const life = this.life();
    expect((await life.apply(config)).errors).toEqual([]);
    return { token, config, life };
  }

  async fingerprint(): Promise<string | null> {
    return (await this.control.holding(HOLDER)).fingerprint;
  }

  async savedUrl(): Promise<string | null> {
    return (await this.control.holding(HOLDER)).baseUrl;
  }

  async jobStatus(): Promise<string> {
    return (await this.control.holding(HOLDER)).status;
  }

  settings(): Promise<Settings> {
    return this.control.settings(HOLDER);
  }

  setSettings(change: Parameters<EntraApp["control"]["setSettings"]>[1]): Promise<Settings> {
    return this.control.setSettings(HOLDER, change);
  }

  cycle() {
    return this.control.cycle(HOLDER);
  }

  refuseWrites(status = 400, count?: number) {
    return this.#fault("PUT", SECRETS, { status, ...(count === undefined ? {} : { count }) });
  }

  /** A 400 that Graph means: the code is one that it has for a failed test. */
  answerTests(status: number, body: unknown = failedTest, count?: number) {
    const times = count === undefined ? {} : { count };
    return this.#fault("POST", `${JOBS}/*/validateCredentials`, { status, body, ...times });
  }

  answerJobs(...value: readonly object[]) {
    return this.#fault("GET", JOBS, { status: 200, body: { value } });
  }

  answerFromDruva(status: number, body: unknown = "") {
    return this.control.faults.add({ host: "druva", method: "GET", path: "/*", status, body });
  }

  #fault(method: string, path: string, answer: { status: number; body?: unknown; count?: number }) {
    return this.control.faults.add({ host: "entra", method, path, ...answer });
  }

  /** What was asked while `work` ran, in order; sign-in apart. */
  async askedIn(work: () => Promise<unknown>): Promise<string[]> {
    const before = (await this.control.journal.list()).at(-1)?.number ?? 0;
    await work();
    const asked = await this.control.journal.list({ after: before });
    return asked.flatMap((each) => nameOf(each) ?? []);
  }

  /** The settings that the last PUT sent, in its order, secrets as the journal shows them. */
  async lastSent(): Promise<[string, string][]> {
    const [last] = (
      await this.control.journal.list({ host: "entra", method: "PUT", path: SECRETS })
    ).slice(-1);
    const { value } = JSON.parse(last?.body ?? "{}") as { value: { key: string; value: string }[] };
    return value.map((each) => [each.key, each.value]);
  }

  /** As it stands in the path of the last test. */
  async jobId(): Promise<string> {
    const path = `${JOBS}/*/validateCredentials`;
    const tests = await this.control.journal.list({ host: "entra", method: "POST", path });
    return tests.at(-1)?.url.split("/").at(-2) ?? "no test was made before";
  }
}

const failedTest = { error: { code: "CredentialValidationUnavailable", message: "no" } };

/** Undefined for what neither Graph nor Druva was asked by the provider. */
function nameOf({ host, method, url, headers, body, fingerprint }: RequestRecord) {
  if (host === "druva") {
    if (headers["user-agent"] !== "terraform-provider-druva") return undefined; // Entra's test
    return fingerprint === null ? "is Druva there?" : "does Druva accept it?";
  }
  const path = url.replace(/^.*\/synchronization\//, "");
  if (path === "secrets") return method === "PUT" ? "save" : "read settings";
  if (path === "jobs") return "read jobs";
  if (path.endsWith("/start")) return "start";
  if (!path.endsWith("/validateCredentials")) return undefined;
  return body.includes('"useSavedCredentials":true') ? "test saved" : "test unsaved";
}

/** With this token, through the provider itself. */
export const written = (token: string) =>
  anEntraBinding({
    service_principal_id: ID,
    fingerprint: fingerprintOf(token),
    token_wo: token,
  });

export function aJob(id: string, status: object = { code: "Active", quarantine: null }) {
  return {
    id,
    templateId: "scim",
    schedule: { expiration: null, interval: "PT40M", state: "Active" },
    status,
  };
}
