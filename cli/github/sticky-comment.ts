/** One comment on a pull request that is written once and kept up to date from then on. */
import { ask } from "./ask";
import { ownAuthorship } from "./author";
import type { CodeHost } from "./code-host";
import { fittingBody } from "./limits";

interface StickyComment {
  readonly pullRequest: number;
  /** An HTML comment that finds it again; put before the body. */
  readonly marker: string;
  /** Markdown. */
  readonly body: string;
}

export interface PutComment {
  readonly did: "created" | "updated" | "left as it is";
  readonly url: string;
}

/** Throws a CliError where the code host refuses. */
export async function putStickyComment(
  host: CodeHost,
  { pullRequest, marker, body }: StickyComment,
): Promise<PutComment> {
  const { octokit, owner, repo } = host;
  const permission = "pull-requests: write";
  const text = fittingBody(`${marker}\n${body}`, "in the job's summary");
  const comments = await ask(
    { what: `list the comments of pull request ${pullRequest}`, permission },
    () =>
      octokit.paginate(octokit.rest.issues.listComments, {
        ...{ owner, repo, issue_number: pullRequest, per_page: 100 },
      }),
  );
  const marked = comments.filter((each) => each.body?.startsWith(marker) === true);
  const isOurs = marked.length === 0 ? () => false : await ownAuthorship(host);
  const present = marked.find(({ user }) => user !== null && isOurs(user));

  if (present === undefined) {
    const { data } = await ask(
      { what: `post a comment on pull request ${pullRequest}`, permission },
      () =>
        octokit.rest.issues.createComment({ owner, repo, issue_number: pullRequest, body: text }),
    );
    return { did: "created", url: data.html_url };
  }
  if (present.body === text) return { did: "left as it is", url: present.html_url };
  const { data } = await ask(
    { what: `update the comment on pull request ${pullRequest}`, permission },
    () => octokit.rest.issues.updateComment({ owner, repo, comment_id: present.id, body: text }),
  );
  return { did: "updated", url: data.html_url };
}
