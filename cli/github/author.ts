/** Whose comment is ours: anybody may write the same marker into one of their own. */
import type { CodeHost } from "./code-host";

export interface Author {
  readonly login?: string | undefined;
  readonly type?: string | undefined;
}

/**
 * A person's token tells its login. A workflow's or an app's may not ask (403): what it writes is a
 * bot's, and no person's.
 */
export async function ownAuthorship({ octokit }: CodeHost): Promise<(author: Author) => boolean> {
  const login = await octokit.rest.users.getAuthenticated().then(
    ({ data }) => data.login,
    () => undefined,
  );
  return (author) => (login === undefined ? author.type === "Bot" : author.login === login);
}
