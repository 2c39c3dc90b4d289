/** What the code host refuses, in words: what was tried, what it says, what to do. */
import { RequestError } from "@octokit/request-error";
import { z } from "zod";

import { CliError } from "../terminal/cli-error";

export interface Asked {
  /** What is tried, for messages: "post a comment on pull request 7". */
  readonly what: string;
  /** The permission of a workflow's token that it needs: "pull-requests: write". */
  readonly permission: string;
  /** No workflow's own token can have it: a GitHub App's or a person's is needed. */
  readonly isBeyondWorkflows?: boolean;
}

/** Throws a CliError for whatever is no success. */
export async function ask<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { found, todo } = meaningOf(error, asked);
    throw new CliError(`The code host did not ${asked.what}: ${found}.`, { todo });
  }
}

/** Undefined for 404, which says that there is none; all else as `ask`. */
export async function askIfAny<T>(asked: Asked, work: () => Promise<T>): Promise<T | undefined> {
  return ask(asked, async () => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RequestError && error.status === 404) return undefined;
      throw error;
    }
  });
}

interface Meaning {
  readonly found: string;
  readonly todo: string;
}

function meaningOf(error: RequestError, { permission, isBeyondWorkflows = false }: Asked): Meaning {
  const { status, response } = error;
  if (response === undefined) {
    return {
      found: `it did not answer (${error.message})`,
      todo: "Check that GITHUB_API_URL is right and can be reached from here.",
    };
  }
  const found = `it answers ${status} (${wordsOf(error)})`;
  const limited =
    status === 429 ||
    (status === 403 &&
      (response.headers["x-ratelimit-remaining"] === "0" || /rate limit/i.test(error.message)));
  if (limited) return { found, todo: "Too many requests. Run the command again in a few minutes." };
  if (status === 401) {
    return {
      found,
      todo: "GITHUB_TOKEN has expired, was revoked, or belongs to another host. Set a valid one.",
    };
  }
  if (status === 403) {
    if (/not permitted to create or approve pull requests/i.test(error.message)) {
      return {
        found,
        todo: 'Turn on "Allow GitHub Actions to create and approve pull requests": Settings > Actions > General of the repository; where it cannot be changed there, of its organization. The job\'s permissions are not the cause. Until then a person can open the pull request.',
      };
    }
    if (isBeyondWorkflows) {
      return {
        found,
        todo: `The token lacks the permission ${permission}. A workflow's own token cannot have it: set GITHUB_TOKEN to one of a GitHub App, or to a fine-grained one.`,
      };
    }
    const accepted = response.headers["x-accepted-github-permissions"];
    const needed = typeof accepted === "string" ? asWorkflowKeys(accepted) : permission;
    return {
      found,
      todo: `The token lacks a permission. Add \`permissions: ${needed}\` to the job. A fork's workflow never gets it.`,
    };
  }
  if (status === 404) {
    return {
      found,
      todo: `Check that GITHUB_REPOSITORY and the number are right, and that the token may see it (permissions: ${permission}).`,
    };
  }
  if (status === 422) return { found, todo: "The host refused the request. Fix the error above." };
  if (status >= 500) {
    return { found, todo: "The host failed. Run the command again later." };
  }
  return { found, todo: "Fix the error above." };
}

/** "issues=write; pull_requests=write" names alternatives, each of permissions joined by commas. */
function asWorkflowKeys(accepted: string): string {
  const alternatives = accepted.split(";").map((each) =>
    each
      .split(",")
      .map((permission) => permission.trim().replaceAll("_", "-").replace("=", ": "))
      .join(", "),
  );
  return alternatives.join(" or ");
}

const refusal = z.object({
  message: z.string().optional(),
  errors: z
    .array(
      z.union([
        z.string(),
        z.object({
          message: z.string().optional(),
          resource: z.string().optional(),
          field: z.string().optional(),
          code: z.string().optional(),
        }),
      ]),
    )
    .optional()
    .catch(undefined),
});

/** A page of HTML, as a gateway sends it, is not repeated. */
function wordsOf({ response }: RequestError): string {
  const read = refusal.safeParse(response?.data);
  if (!read.success) return "without an explanation";
  const { message, errors = [] } = read.data;
  const details = errors.map((each) =>
    typeof each === "string"
      ? each
      : (each.message ??
        [each.resource, each.field, each.code].filter((part) => part !== undefined).join(" ")),
  );
  return [message ?? "without an explanation", ...details].join("; ");
}
