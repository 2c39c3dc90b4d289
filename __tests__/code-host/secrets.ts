/** Secrets of deployment environments: only their names can be read. */
import type { FastifyInstance } from "fastify";
import { refused, REPOSITORY } from "./stand-in";

interface Place {
  readonly environment: string;
  readonly name: string;
}

export function secretRoutes(server: FastifyInstance, secrets: Map<string, Set<string>>): void {
  const base = `/repos/${REPOSITORY}/environments/:environment/secrets`;

  server.get<{ Params: Place }>(base, async ({ params }, reply) => {
    const found = secrets.get(params.environment);
    if (found === undefined) return refused(reply, 404, "Not Found");
    const list = [...found].map((name) => ({ name }));
    return { total_count: list.length, secrets: list };
  });

  server.delete<{ Params: Place }>(`${base}/:name`, async ({ params }, reply) => {
    const isDeleted = secrets.get(params.environment)?.delete(params.name) ?? false;
    return isDeleted ? reply.code(204).send() : refused(reply, 404, "Not Found");
  });
}
