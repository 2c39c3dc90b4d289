/** What is told of a config's text. */
import { ConfigError } from "../../config/config-error";
import { parseConfig } from "../../config/load";

/** A line for each problem; none where the config is fine. */
export function problemsOf(text: string): string[] {
  return errorOf(text)?.message.split("\n") ?? [];
}

/** "8:15 tenants.acme.begin: issue-ends-token" for each problem. */
export function codesOf(text: string, environment?: NodeJS.ProcessEnv): string[] {
  const { problems = [] } = errorOf(text, environment) ?? {};
  return problems.map(
    ({ position, key, code }) => `${position?.line}:${position?.column} ${key}: ${code}`,
  );
}

function errorOf(text: string, environment?: NodeJS.ProcessEnv): ConfigError | undefined {
  try {
    parseConfig(text, undefined, undefined, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  return undefined;
}

/** A config that is fine, with lines of one tenant's own. */
export function withTenant(...lines: string[]): string {
  return [
    "version: 1",
    "tenants:",
    "  acme:",
    "    begin: adopt",
    ...lines.map((each) => `    ${each}`),
  ].join("\n");
}
