/** A pull request for a branch that was pushed. */
import { ask } from "./ask";
import type { CodeHost } from "./code-host";

interface PullRequestWish {
  readonly branch: string;
  /** Default: the repository's default branch. */
  readonly base?: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly isOpen: boolean;
}

const permission = "pull-requests: write";

/** From this branch of this very repository, whether open or not: open ones first, then the newest. */
export async function pullRequestsOf(
  { octokit, owner, repo }: CodeHost,
  branch: string,
): Promise<PullRequest[]> {
  const { data } = await ask({ what: "list the pull requests", permission }, () =>
    octokit.rest.pulls.list({ owner, repo, state: "all", head: `${owner}:${branch}` }),
  );
  return data
    .map(({ number, html_url, state }) => ({ number, url: html_url, isOpen: state === "open" }))
    .sort((one, other) => Number(other.isOpen) - Number(one.isOpen) || other.number - one.number);
}

export async function openPullRequest(
  { octokit, owner, repo }: CodeHost,
  { branch, base, title, body }: PullRequestWish,
): Promise<PullRequest> {
  const { data } = await ask(
    { what: `open a pull request for ${branch}`, permission },
    async () => {
      const target = base ?? (await octokit.rest.repos.get({ owner, repo })).data.default_branch;
      return octokit.rest.pulls.create({ owner, repo, head: branch, base: target, title, body });
    },
  );
  return { number: data.number, url: data.html_url, isOpen: true };
}
