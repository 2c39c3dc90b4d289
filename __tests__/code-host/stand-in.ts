/** A stand-in of the code host's API on loopback: as much of GitHub's REST API as is used. */
import fastify from "fastify";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AddressInfo } from "node:net";
import { issueRoutes, type Issue } from "./issues";
import { pullRequestRoutes, type Pull } from "./pulls";
import { secretRoutes } from "./secrets";

export const REPOSITORY = "acme/identity";
export const TOKEN = "a-workflows-token";

/** The next requests that match are answered with it. */
export interface Refusal {
  readonly method: string;
  /** The end of the path, without its query. */
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: all. */
  readonly count?: number;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
}

export interface CodeHostStandIn {
  /** What a workflow exports. */
  readonly environment: Readonly<Record<string, string>>;
  readonly issues: Issue[];
  readonly pulls: Pull[];
  /** Names, by environment. */
  readonly secrets: Map<string, Set<string>>;
  /** Whoever the token is of: "github-actions[bot]" may not ask who it is. */
  self: { readonly login: string; readonly type: "Bot" | "User" };
  readonly seen: readonly Seen[];
  refuse(refusal: Refusal): void;
  /** As new. */
  reset(): void;
  stop(): Promise<void>;
}

const BOT = { login: "github-actions[bot]", type: "Bot" } as const;

export async function startCodeHost(): Promise<CodeHostStandIn> {
  const server = fastify();
  const seen: Seen[] = [];
  let refusals: { readonly refusal: Refusal; met: number }[] = [];
  const state = {
    issues: [] as Issue[],
    pulls: [] as Pull[],
    secrets: new Map<string, Set<string>>(),
    self: BOT as CodeHostStandIn["self"],
    url: "",
  };

  server.addHook("onRequest", async (request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    seen.push({ method: request.method, path });
    const met = refusals.find(
      (each) =>
        each.refusal.method === request.method &&
        path.endsWith(each.refusal.path) &&
        each.met < (each.refusal.count ?? Infinity),
    );
    if (met !== undefined) {
      met.met++;
      const { status, body, headers = {} } = met.refusal;
      await reply
        .code(status)
        .headers(headers)
        .send(body ?? { message: "refused", status: String(status) });
    } else if (!/^(token|bearer) a-workflows-token$/i.test(request.headers.authorization ?? "")) {
      await refused(reply, 401, "Bad credentials");
    }
  });
  server.setNotFoundHandler((_request, reply) => refused(reply, 404, "Not Found"));

  server.get("/user", (_request, reply) =>
    state.self.type === "Bot"
      ? refused(reply, 403, "Resource not accessible by integration")
      : reply.send(state.self),
  );
  server.get(`/repos/${REPOSITORY}`, async () => ({
    full_name: REPOSITORY,
    default_branch: "main",
  }));
  issueRoutes(server, state);
  pullRequestRoutes(server, state);
  secretRoutes(server, state.secrets);

  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as AddressInfo;
  state.url = `http://127.0.0.1:${port}`;

  return Object.assign(state, {
    environment: {
      GITHUB_TOKEN: TOKEN,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: state.url,
    },
    seen,
    refuse(refusal: Refusal) {
      refusals.push({ refusal, met: 0 });
    },
    reset() {
      refusals = [];
      seen.splice(0);
      state.issues.splice(0);
      state.pulls.splice(0);
      state.secrets.clear();
      state.self = BOT;
    },
    stop: () => server.close(),
  });
}

export async function refused(reply: FastifyReply, status: number, message: string) {
  return reply.code(status).send({ message, status: String(status) });
}

/** A page of a list, with GitHub's Link header to the next one. */
export function paged<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  url: string,
  all: readonly T[],
): readonly T[] {
  const query = request.query as Record<string, string | undefined>;
  const size = Number(query["per_page"] ?? 30);
  const page = Number(query["page"] ?? 1);
  if (page * size < all.length) {
    const next = new URL(request.url, url);
    next.searchParams.set("page", String(page + 1));
    void reply.header("link", `<${next.href}>; rel="next"`);
  }
  return all.slice((page - 1) * size, page * size);
}
