/** Secrets of a deployment environment: their names, and their end. A value is set by `gh secret set`. */
import { ask, askIfAny } from "./ask";
import type { CodeHost } from "./code-host";

/** A workflow's own token has no such permission: an app's or a person's is needed. */
const permission = "environments: write (of a GitHub App or a fine-grained token)";

/** Names only; nobody can read a value. */
export async function environmentSecrets(
  { octokit, owner, repo }: CodeHost,
  environment: string,
): Promise<string[]> {
  const found = await ask(
    { what: `list the secrets of environment ${environment}`, permission },
    () =>
      octokit.paginate(octokit.rest.actions.listEnvironmentSecrets, {
        ...{ owner, repo, environment_name: environment, per_page: 100 },
      }),
  );
  return found.map(({ name }) => name);
}

/**
 * False where there was none. Throws a CliError where that is not certain: "not found" is also what
 * a token hears that may not see it, and then the secret would stay.
 */
export async function deleteEnvironmentSecret(
  host: CodeHost,
  environment: string,
  name: string,
): Promise<boolean> {
  const { octokit, owner, repo } = host;
  const answer = await askIfAny(
    { what: `delete the secret ${name} of environment ${environment}`, permission },
    () =>
      octokit.rest.actions.deleteEnvironmentSecret({
        ...{ owner, repo, environment_name: environment, secret_name: name },
      }),
  );
  if (answer === undefined) await environmentSecrets(host, environment);
  return answer !== undefined;
}
