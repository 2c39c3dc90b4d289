/** A pull request for a branch that was pushed. */
import { ask } from "./ask";
import type { CodeHost } from "./code-host";

export interface PullRequestWish {
  readonly branch: string;
  /** Default: the repository's default branch. */
  readonly base?: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

export interface OpenPullRequest {
  readonly number: number;
  readonly url: string;
}

const permission = "pull-requests: write";

/** The open one whose source is this branch of this very repository. */
export async function findPullRequest(
  { octokit, owner, repo }: CodeHost,
  branch: string,
): Promise<OpenPullRequest | undefined> {
  const { data } = await ask({ what: "list the pull requests", permission }, () =>
    octokit.rest.pulls.list({ owner, repo, state: "open", head: `${owner}:${branch}` }),
  );
  const [found] = data;
  return found && { number: found.number, url: found.html_url };
}

export async function openPullRequest(
  { octokit, owner, repo }: CodeHost,
  { branch, base, title, body }: PullRequestWish,
): Promise<OpenPullRequest> {
  const { data } = await ask(
    { what: `open a pull request for ${branch}`, permission },
    async () => {
      const target = base ?? (await octokit.rest.repos.get({ owner, repo })).data.default_branch;
      return octokit.rest.pulls.create({ owner, repo, head: branch, base: target, title, body });
    },
  );
  return { number: data.number, url: data.html_url };
}
