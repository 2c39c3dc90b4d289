/**
 * GET /api/v1/logs: what Okta did, and how it went. Only events that Okta documents are written; what
 * it writes when a connection is edited is not known, so nothing is.
 */
import { randomUUID } from "node:crypto";
import { filter, parse } from "scim2-parse-filter";
import { z } from "zod";
import type { SandboxClock } from "../clock";
import type { OktaAppSeed } from "../seed";
import type { Server } from "../server";
import { oktaError } from "./errors";

export interface LogEvent {
  readonly uuid: string;
  readonly published: string;
  readonly eventType: string;
  readonly displayMessage: string;
  readonly severity: "INFO" | "ERROR";
  readonly outcome: { readonly result: "SUCCESS" | "FAILURE"; readonly reason: string | null };
  readonly actor: { readonly id: string; readonly type: string; readonly displayName: string };
  readonly target: readonly {
    readonly id: string;
    readonly type: string;
    readonly alternateId: string;
    readonly displayName: string;
  }[];
}

const MESSAGES = {
  "application.configuration.update": "Could not verify the API credentials",
  "application.integration.authentication_failure":
    "Authentication failed because the remote API rejected the credentials",
  "application.integration.general_failure": "The remote API failed",
  "application.provision.user.push": "Push new user to external application",
} as const;

const logQuery = z.object({
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  filter: z.string().optional(),
  sortOrder: z.enum(["ASCENDING", "DESCENDING"]).default("ASCENDING"),
  limit: z.coerce.number().int().min(0).max(1000).default(100),
});

export class SystemLog {
  readonly #events: LogEvent[] = [];

  constructor(readonly clock: SandboxClock) {}

  add(
    { seed }: { readonly seed: OktaAppSeed },
    eventType: keyof typeof MESSAGES,
    result: "SUCCESS" | "FAILURE",
    { reason, user }: { readonly reason?: string; readonly user?: string } = {},
  ): void {
    const targets = [
      { id: seed.id, type: "AppInstance", alternateId: seed.label, displayName: seed.label },
    ];
    if (user !== undefined)
      targets.push({ id: `00u${user}`, type: "User", alternateId: user, displayName: user });
    this.#events.push({
      uuid: randomUUID(),
      published: this.clock.now().toISOString(),
      eventType,
      displayMessage: MESSAGES[eventType],
      severity: result === "SUCCESS" ? "INFO" : "ERROR",
      outcome: { result, reason: reason ?? null },
      actor: { id: "system", type: "SystemPrincipal", displayName: "Okta System" },
      target: targets,
    });
  }

  serve(server: Server): void {
    server.get("/api/v1/logs", async (request, reply) => {
      const read = logQuery.safeParse(request.query);
      if (!read.success)
        throw oktaError(
          400,
          "Bad request. Accept and/or Content-Type headers, or query parameters, are not supported.",
          "E0000001",
        );
      const { since, until, filter: expression, sortOrder, limit } = read.data;
      const matches = expression === undefined ? () => true : matcher(expression);
      const found = this.#events.filter(
        (event) =>
          (since === undefined || new Date(event.published) >= new Date(since)) &&
          (until === undefined || new Date(event.published) < new Date(until)) &&
          matches(event),
      );
      if (sortOrder === "DESCENDING") found.reverse();
      reply.header("link", `<https://${request.host}${request.url}>; rel="self"`);
      return found.slice(0, limit);
    });
  }
}

/** Okta's filters are SCIM's language. */
function matcher(expression: string): (event: LogEvent) => boolean {
  try {
    return filter(parse(expression));
  } catch {
    throw oktaError(400, `Invalid filter: ${expression}`, "E0000053");
  }
}
