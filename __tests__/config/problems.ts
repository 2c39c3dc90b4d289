/** What is told of a config's text. */
import { ConfigError } from "../../config/config-error";
import { parseConfig } from "../../config/load";

/** A line for each problem; none where the config is fine. */
export function problemsOf(text: string): string[] {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
  return [];
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
