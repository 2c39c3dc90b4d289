/** GitHub, or an Enterprise server of it, as a workflow's environment names it. */
import type { Octokit } from "@octokit/rest";

import { createHttp } from "../../provider/clients/http";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";
import { type Redact, redactorOf } from "../terminal/redacted";

export interface CodeHost {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}

interface CodeHostOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Before a read is sent again; doubled each time. A write that creates is never sent again. */
  readonly backoffMs?: number;
}

/**
 * From GITHUB_TOKEN (or GH_TOKEN), GITHUB_REPOSITORY and GITHUB_API_URL. Throws a CliError that
 * names what is missing. Nothing is asked yet.
 */
export async function openCodeHost({
  environment,
  backoffMs = 500,
}: CodeHostOptions): Promise<CodeHost> {
  const token = environment["GITHUB_TOKEN"] || environment["GH_TOKEN"];
  const repository = environment["GITHUB_REPOSITORY"];
  const missing = [
    ...(token ? [] : ["GITHUB_TOKEN"]),
    ...(repository ? [] : ["GITHUB_REPOSITORY (owner/name)"]),
  ];
  if (!token || !repository) {
    throw new CliError(`The code host cannot be asked: ${missing.join(" and ")} not set.`, {
      exitCode: EXIT.usage,
      todo: "In a GitHub workflow: env: GITHUB_TOKEN: ${{ github.token }}. GITHUB_REPOSITORY is set there.",
    });
  }
  const [, owner, repo] = /^([^/\s]+)\/([^/\s]+)$/.exec(repository) ?? [];
  if (owner === undefined || repo === undefined) {
    throw new CliError(`GITHUB_REPOSITORY is "${repository}". Expected owner/name.`, {
      exitCode: EXIT.usage,
    });
  }
  const { Octokit } = await import("@octokit/rest");
  const octokit = new Octokit({
    auth: token,
    baseUrl: environment["GITHUB_API_URL"] || "https://api.github.com",
    userAgent: "druva-scim",
    request: { fetch: fetchThrough(environment, backoffMs) },
    log: silent,
  });
  return { octokit, owner, repo };
}

/**
 * With the same proxies, trust, deadlines and retries as the vendors are asked. Nothing secret of the
 * environment is written there: more people read a code host than may read secrets.
 */
function fetchThrough(environment: NodeJS.ProcessEnv, backoffMs: number) {
  const http = createHttp({ environment, retries: 2, backoffMs });
  const redact = redactorOf(environment);
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { status, headers, body } = await http.send(
      {
        method: methodOf(init),
        url,
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(typeof init.body === "string" ? { body: redactedProse(init.body, redact) } : {}),
      },
      init.signal ?? new AbortController().signal,
    );
    const response = new Response(body === "" ? null : body, { status, headers });
    // A response made by hand has none; the client finds a list's next page by it.
    return Object.defineProperty(response, "url", { value: url });
  };
}

/**
 * Of a request's JSON the titles and bodies. Labels, branches and the marker that starts a body stay:
 * a later run finds its own comment or issue by them.
 */
function redactedProse(json: string, redact: Redact): string {
  return JSON.stringify(JSON.parse(json), (name, value: unknown) => {
    if ((name !== "title" && name !== "body") || typeof value !== "string") return value;
    const [marker] = /^<!-- .*? -->\n/.exec(value) ?? [""];
    return marker + redact(value.slice(marker.length));
  });
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] as const;

function methodOf({ method = "GET" }: RequestInit): (typeof METHODS)[number] {
  const found = METHODS.find((each) => each === method.toUpperCase());
  if (found === undefined) throw new Error(`The code host is not asked with ${method}.`);
  return found;
}

/** What goes wrong is told by our own errors. */
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
