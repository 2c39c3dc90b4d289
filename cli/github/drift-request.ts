/** When the token is due: the pull request that asks for its rotation. */
import type { CodeHost } from "./code-host";
import { type PullRequest, openPullRequest, pullRequestsOf } from "./pull-requests";
import type { DriftReport } from "../show/drift-report";
import { codeBlock, escaped } from "../show/markdown";
import { CliError } from "../terminal/cli-error";
import { raiseRequest } from "../workspace/request";
import type { Tenant } from "../workspace/workspace";

export interface RequestOutcome {
  readonly did: "opened" | "is open" | "was declined" | "is merged";
  /** Null where the config asks for it already. */
  readonly pullRequest: PullRequest | null;
}

/**
 * Pushes the branch and opens the pull request, once: one that people closed without merging is not
 * opened again. Undefined where nothing is due. Throws a CliError where somebody else has prepared the
 * branch: the pull request would be opened in our name.
 */
export async function openRotationRequest(
  host: CodeHost,
  { name, settings, workspace }: Tenant,
  { findings, token, checkedAt }: DriftReport,
): Promise<RequestOutcome | undefined> {
  const due = findings.find(({ kind }) => kind === "due");
  if (due === undefined) return undefined;
  // Only watched: how its first token comes, people decide (druva-scim request --begin).
  if (token.generation === 0) return undefined;
  const generation = token.generation + 1;
  if ((settings.rotationRequest?.generation ?? 0) >= generation) {
    return { did: "is merged", pullRequest: null };
  }
  const { branch, base, diff, message, holdsOnlyThis } = await raiseRequest({
    configFile: workspace.configFile,
    tenant: name,
    generation,
    reason: `Generation ${token.generation} expires on ${token.expiresAt?.slice(0, 10) ?? "an unknown day"}`,
    date: checkedAt.slice(0, 10),
    push: true,
    environment: workspace.environment,
  });
  const [present] = await pullRequestsOf(host, branch);
  if (present !== undefined) {
    return { did: present.isOpen ? "is open" : "was declined", pullRequest: present };
  }
  if (!holdsOnlyThis) {
    throw new CliError(
      `The branch ${branch} was there already, and more is on it than this request. No pull request was opened.`,
      {
        todo: `See who pushed it. If it is not wanted, delete it (git push origin --delete ${branch}) and run this again.`,
      },
    );
  }
  const pullRequest = await openPullRequest(host, {
    branch,
    ...(base === null ? {} : { base }),
    title: message.split("\n")[0] ?? message,
    body: body(name, due.what, diff),
  });
  return { did: "opened", pullRequest };
}

function body(tenant: string, why: string, diff: string): string {
  return [
    `${escaped(why)} This asks for the next token of Druva tenant ${escaped(tenant)}.`,
    "**Merging is the approval, and nothing more:** the present token goes on working until a Druva administrator generates the next one, which must happen after the merge, when the deploy waits for it. From then on every application is without a working token until the deploy has put the new one in and tested it.",
    codeBlock(diff.trimEnd()),
    "Closing this without merging declines it: it is not opened again for this generation. Checks do not start by themselves on a pull request that a workflow opened with its own token: close and reopen it to start them.",
  ].join("\n\n");
}
