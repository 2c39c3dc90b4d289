/** The control API: documented in ../README.md, spoken by client.ts. */
import { z } from "zod";
import { DAY_MS, type SandboxClock } from "../clock";
import type { DruvaTokens } from "../druva/tokens";
import type { DruvaUsers } from "../druva/users";
import type { Directory } from "../entra/directory";
import type { Faults } from "../faults";
import { isSecret } from "../entra/secret-keys";
import { runCycle, type HeldSettings, type TokenHolder } from "../holders";
import type { RequestJournal } from "../journal";
import { Refusal, type Server } from "../server";
import { SANDBOX_HOSTS, SECRETS_PUTS, type ClockReading } from "./types";

const advanceBody = z.strictObject({
  days: z.number().exactOptional(),
  ms: z.number().exactOptional(),
});
const setBody = z.strictObject({ now: z.iso.datetime({ offset: true }) });
const faultBody = z.strictObject({
  host: z.enum(SANDBOX_HOSTS),
  method: z.string().regex(/^([A-Z]+|\*)$/, "Upper case, as in PUT, or *."),
  path: z.string().regex(/^[/*][^?]*$/, "A path without a query, as in /v1.0/*."),
  status: z.number().int().min(200).max(599).exactOptional(),
  body: z.unknown().exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  delayMs: z.number().min(0).exactOptional(),
  drop: z.boolean().exactOptional(),
  carriedOut: z.boolean().exactOptional(),
  contentType: z.string().min(1).exactOptional(),
  cutShort: z.boolean().exactOptional(),
  dateAheadMs: z.number().int().exactOptional(),
  count: z.number().int().min(1).exactOptional(),
  skip: z.number().int().min(0).exactOptional(),
});
const journalQuery = z.strictObject({
  host: z.enum(SANDBOX_HOSTS).exactOptional(),
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  after: z.coerce.number().int().exactOptional(),
});
const holdBody = z.strictObject({ token: z.string().min(1).nullable() });
const settingsBody = z.record(z.string().min(1), z.string().min(1).nullable());
const worldBody = z.strictObject({
  secretsPut: z.enum(SECRETS_PUTS).exactOptional(),
  hiddenSettings: z.array(z.string().min(1)).exactOptional(),
});
const generateBody = z.strictObject({
  by: z.string().min(1),
  /** Of another Druva tenant. */
  elsewhere: z.boolean().optional(),
});

interface ById {
  Params: { id: string };
}
interface ByHolder {
  Params: { kind: string; id: string };
}

export interface Controlled {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly journal: RequestJournal;
  readonly tokens: DruvaTokens;
  readonly users: DruvaUsers;
  readonly directory: Directory;
  readonly holders: readonly TokenHolder[];
}

export function serveControl(
  server: Server,
  { clock, faults, journal, tokens, users, directory, holders }: Controlled,
): void {
  const reading = (): ClockReading => ({
    now: clock.now().toISOString(),
    offsetMs: clock.offsetMs,
  });
  // curl -d alone says that it sends a form.
  server.addHook("preHandler", async ({ headers, body }) => {
    const type = headers["content-type"];
    if (body === undefined || type?.includes("json") === true) return;
    throw controlError(
      415,
      `Found ${type ?? "no content type"}, expected application/json. With curl: -H 'content-type: application/json'.`,
    );
  });
  server.get("/clock", async () => reading());
  server.put("/clock", async ({ body }) => {
    clock.set(new Date(read(setBody, body).now));
    return reading();
  });
  server.post("/clock/advance", async ({ body }) => {
    const { days = 0, ms = 0 } = read(advanceBody, body);
    clock.advance(days * DAY_MS + ms);
    return reading();
  });

  server.get("/faults", async () => faults.list());
  server.post("/faults", async ({ body }, reply) => {
    const fault = read(faultBody, body);
    const { status, drop, delayMs, contentType, cutShort, dateAheadMs } = fault;
    if (
      [status, drop, delayMs, contentType, cutShort, dateAheadMs].every(
        (each) => each === undefined || each === false,
      )
    )
      throw controlError(
        400,
        "A fault needs a status, drop, delayMs, contentType, cutShort or dateAheadMs: else nothing happens.",
      );
    return reply.code(201).send(faults.add(fault));
  });
  server.delete("/faults", async (_request, reply) => {
    faults.clearAll();
    return reply.code(204).send();
  });
  server.delete<ById>("/faults/:id", async ({ params }, reply) => {
    if (!faults.clear(params.id)) {
      const known = faults.list().map(({ id }) => id);
      throw controlError(404, `There is no ${params.id}. ${listed("Faults", known)}`);
    }
    return reply.code(204).send();
  });

  server.get("/journal", async ({ query }) => journal.list(read(journalQuery, query)));
  server.delete("/journal", async (_request, reply) => {
    journal.clear();
    return reply.code(204).send();
  });

  server.get("/world", async () => directory.world);
  server.put("/world", async ({ body }) => {
    directory.world = { ...directory.world, ...read(worldBody, body) };
    return directory.world;
  });

  const find = ({ kind, id }: ByHolder["Params"]): TokenHolder => {
    const found = holders.find((each) => each.id === `${kind}/${id}`);
    if (found !== undefined) return found;
    const known = holders.map((each) => each.id);
    throw controlError(404, `There is no ${kind}/${id}. ${listed("Holders", known)}`);
  };
  let usersPushed = 0;
  server.get("/holders", async () => holders.map((each) => each.holding()));
  server.get<ByHolder>("/holders/:kind/:id", async ({ params }) => find(params).holding());
  server.put<ByHolder>("/holders/:kind/:id", async ({ params, body }) => {
    const holder = find(params);
    holder.hold(read(holdBody, body).token);
    return holder.holding();
  });
  const settingsOf = (params: ByHolder["Params"]): HeldSettings => {
    const { id, settings } = find(params);
    if (settings !== undefined) return settings;
    throw controlError(400, `${id} holds a token only. Entra applications have settings.`);
  };
  server.get<ByHolder>("/holders/:kind/:id/settings", async ({ params }) =>
    settingsOf(params).shown(),
  );
  server.put<ByHolder>("/holders/:kind/:id/settings", async ({ params, body }) => {
    const settings = settingsOf(params);
    const change = read(settingsBody, body);
    const secret = Object.keys(change).find(isSecret);
    if (secret !== undefined)
      throw controlError(400, `${secret} is a secret. Set the token by PUT /holders/<holder>.`);
    settings.change(change);
    return settings.shown();
  });
  server.post<ByHolder>("/holders/:kind/:id/cycle", async ({ params }) =>
    runCycle(find(params), `person.${++usersPushed}@acme.example`),
  );

  server.get("/tokens", async () => tokens.list());
  server.post("/tokens", async ({ body }, reply) => {
    const { by, elsewhere = false } = read(generateBody, body);
    const token = elsewhere ? tokens.generateElsewhere() : tokens.generate(by);
    return reply.code(201).send({ token });
  });
  server.get("/users", async () => users.list());
}

export function controlError(status: number, message: string): Refusal {
  return new Refusal(status, message, { message });
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw controlError(400, z.prettifyError(result.error));
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0 ? `${what}: none.` : `${what}: ${names.join(", ")}.`;
}
