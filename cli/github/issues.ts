/** An issue that is opened, kept up to date and closed by itself. */
import { z } from "zod";

import { ask } from "./ask";
import type { CodeHost } from "./code-host";
import { fittingBody, fittingTitle } from "./limits";

/** On each issue: only who may triage can set a label, so a stranger's issue is never taken for one. */
const OWN_LABEL = "druva-scim";

export interface IssueWish {
  /** Finds it again; stays the same for its life: "acme/due". */
  readonly key: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Beside OWN_LABEL. */
  readonly labels: readonly string[];
  /** A higher one is told by a comment, because an edit notifies nobody. */
  readonly urgency: number;
}

export interface KeptIssue {
  readonly key: string;
  readonly did: "opened" | "updated" | "left as it is" | "closed";
  readonly number: number;
  readonly url: string;
}

interface OpenIssue {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly key: string;
  readonly urgency: number;
}

const permission = "issues: write";

/**
 * Opens or updates an issue for each wish, and closes those of `keys` that nobody wishes for any
 * more, saying so. Throws a CliError where the code host refuses.
 */
export async function keepIssues(
  host: CodeHost,
  { keys, wishes }: { readonly keys: readonly string[]; readonly wishes: readonly IssueWish[] },
): Promise<KeptIssue[]> {
  const open = await openIssues(host);
  const kept: KeptIssue[] = [];
  for (const key of keys) {
    const wish = wishes.find((each) => each.key === key);
    // The oldest stays; a second one, of two runs at once, is closed.
    const [present, ...others] = open.filter((each) => each.key === key);
    if (wish !== undefined && present === undefined) kept.push(await openIssue(host, wish));
    if (wish !== undefined && present !== undefined) kept.push(await update(host, present, wish));
    if (wish === undefined && present !== undefined) others.push(present);
    for (const each of others) {
      const why =
        wish === undefined
          ? "This is no longer the case."
          : `Duplicate of #${present?.number ?? ""}.`;
      kept.push(await close(host, each, why));
    }
  }
  return kept;
}

async function openIssues({ octokit, owner, repo }: CodeHost): Promise<OpenIssue[]> {
  const found = await ask({ what: "list the issues", permission }, () =>
    octokit.paginate(octokit.rest.issues.listForRepo, {
      ...{ owner, repo, state: "open", labels: OWN_LABEL, per_page: 100 },
      ...{ sort: "created", direction: "asc" },
    }),
  );
  return found.flatMap(({ number, html_url, title, body, labels, pull_request }) => {
    const mark = readMark(body ?? "");
    if (pull_request !== undefined || mark === undefined) return [];
    const names = labels.flatMap((label) =>
      typeof label === "string" ? [label] : label.name === undefined ? [] : [label.name],
    );
    return [{ number, url: html_url, title, body: body ?? "", labels: names, ...mark }];
  });
}

async function openIssue({ octokit, owner, repo }: CodeHost, wish: IssueWish): Promise<KeptIssue> {
  const { data } = await ask({ what: `open the issue "${wish.title}"`, permission }, () =>
    octokit.rest.issues.create({ owner, repo, ...contentOf(wish) }),
  );
  return { key: wish.key, did: "opened", number: data.number, url: data.html_url };
}

async function update(host: CodeHost, present: OpenIssue, wish: IssueWish): Promise<KeptIssue> {
  const { octokit, owner, repo } = host;
  const { key, number, url } = present;
  const wanted = contentOf(wish);
  const isSame =
    present.title === wanted.title &&
    present.body === wanted.body &&
    wanted.labels.every((label) => present.labels.includes(label)) &&
    present.labels.filter(isOwn).every((label) => wanted.labels.includes(label));
  if (isSame) return { key, did: "left as it is", number, url };
  // Labels that people added stay.
  const labels = [...new Set([...wanted.labels, ...present.labels.filter((each) => !isOwn(each))])];
  await ask({ what: `update issue ${number}`, permission }, () =>
    octokit.rest.issues.update({ owner, repo, issue_number: number, ...wanted, labels }),
  );
  if (wish.urgency > present.urgency) await comment(host, number, `**${wish.title}**`);
  return { key, did: "updated", number, url };
}

async function close(host: CodeHost, { key, number, url }: OpenIssue, why: string) {
  const { octokit, owner, repo } = host;
  await comment(host, number, why);
  await ask({ what: `close issue ${number}`, permission }, () =>
    octokit.rest.issues.update({
      ...{ owner, repo, issue_number: number, state: "closed", state_reason: "completed" },
    }),
  );
  return { key, did: "closed", number, url } as const;
}

async function comment({ octokit, owner, repo }: CodeHost, number: number, body: string) {
  await ask({ what: `comment on issue ${number}`, permission }, () =>
    octokit.rest.issues.createComment({ owner, repo, issue_number: number, body }),
  );
}

function contentOf({ key, title, body, labels, urgency }: IssueWish) {
  const marked = `<!-- druva-scim drift ${JSON.stringify({ key, urgency })} -->\n${body}`;
  return {
    title: fittingTitle(title),
    body: fittingBody(marked, "in the job's log"),
    labels: [OWN_LABEL, ...labels],
  };
}

const mark = z.object({ key: z.string(), urgency: z.number() });

function readMark(body: string): z.infer<typeof mark> | undefined {
  const [, json] = /^<!-- druva-scim drift (\{.*\}) -->/.exec(body) ?? [];
  if (json === undefined) return undefined;
  try {
    return mark.parse(JSON.parse(json));
  } catch {
    return undefined; // edited by hand: not ours any more
  }
}

/** Set and removed by this program alone. */
function isOwn(label: string): boolean {
  return label === OWN_LABEL || label.startsWith(`${OWN_LABEL}: `);
}
