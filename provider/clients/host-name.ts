/** Keeps credentials from going to another host than the one that was meant. */
import { ProviderError } from "../framework/diagnostics";
import { argumentName } from "../rotation/argument-name";

/**
 * Throws a ProviderError where `host` is more than a host name with or without a port: "evil.example/?"
 * before a domain would lead to evil.example.
 */
export function requireHostName(
  host: string,
  argument: "org_name" | "base_url" | "metadata_host",
  variable: string,
  block: "entra" | "okta",
): void {
  const pattern = argument === "org_name" ? /^[a-z0-9-]+$/i : /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/i;
  if (pattern.test(host)) return;
  const example = { org_name: "acme", base_url: "okta.com", metadata_host: "management.azure.com" };
  throw new ProviderError({
    summary: `${argumentName(argument)} is not a host name`,
    detail: `Found a text of ${host.length} characters in the provider's \`${block}\`, or in ${variable}. Expected ${argument === "org_name" ? "letters, digits and hyphens" : "a host name, with or without a port"}, such as "${example[argument]}".`,
    attribute: [block],
  });
}
