/** Secrets of a deployment environment: their names, and their end. A value is set by `gh secret set`. */
import { CliError } from "../terminal/cli-error";
import { ask, askIfAny } from "./ask";
import type { CodeHost } from "./code-host";

const NEEDED = { permission: "environments: write", isBeyondWorkflows: true } as const;

/**
 * Deletes those of `names` that are there, and returns them. Throws a CliError where it is not
 * certain that all are gone: "not found" is also what a token hears that may not delete.
 */
export async function deleteEnvironmentSecrets(
  host: CodeHost,
  environment: string,
  names: readonly string[],
): Promise<string[]> {
  const { octokit, owner, repo } = host;
  const found = await present();
  for (const name of found) {
    await askIfAny(
      { what: `delete the secret ${name} of environment ${environment}`, ...NEEDED },
      () =>
        octokit.rest.actions.deleteEnvironmentSecret({
          ...{ owner, repo, environment_name: environment, secret_name: name },
        }),
    );
  }
  const left = found.length === 0 ? [] : await present();
  if (left.length === 0) return found;
  throw new CliError(`Environment ${environment} still has the secret ${left.join(" and ")}.`, {
    todo: `See whether the token may delete it (${NEEDED.permission}), or delete it in the environment's settings.`,
  });

  /** The host's names are in upper case, whatever case they were set in. */
  async function present(): Promise<string[]> {
    const listed = await ask(
      { what: `list the secrets of environment ${environment}`, ...NEEDED },
      () =>
        octokit.paginate(octokit.rest.actions.listEnvironmentSecrets, {
          ...{ owner, repo, environment_name: environment, per_page: 100 },
        }),
    );
    const wanted = names.map((name) => name.toUpperCase());
    return listed.flatMap(({ name }) => (wanted.includes(name.toUpperCase()) ? [name] : []));
  }
}
