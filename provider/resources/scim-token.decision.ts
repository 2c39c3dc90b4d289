/** Which change a plan makes, out of what is wished and what was found; one at a time. */
import { type Diagnostic, ProviderError } from "../framework/diagnostics";
import { setting } from "../rotation/setting";
import { findChange, type Finding } from "../rotation/triggers";
import type { Token } from "./scim-token.fields";
import { factsOf, type Found } from "./scim-token.reading";

type Warning = Omit<Diagnostic, "severity">;

export interface Decision {
  readonly finding: Finding | undefined;
  readonly warnings: readonly Warning[];
}

/**
 * The same in plan and apply. `scimUrl` is null while it is not known. Throws a ProviderError for
 * two changes that must not come in one deploy.
 */
export function decide(
  prior: Token | null,
  config: Token,
  found: Found | null,
  scimUrl: string | null,
): Decision {
  const facts = factsOf(prior, config, found);
  const finding = findChange(facts);
  if (finding === undefined) return { finding, warnings: [] };
  if (prior !== null && scimUrl !== null) refuseMove(prior, scimUrl, finding);
  const what = released(prior, config);
  // Where Druva rejects the token, those who are released hold a dead one already.
  if (what === undefined || finding.change !== "rotate" || facts.probe === "rejected") {
    return { finding, warnings: [] };
  }
  const complaint = releaseFirst(what, finding);
  if (finding.cause === "due" || finding.cause === "expired") {
    return { finding: undefined, warnings: [complaint] };
  }
  throw new ProviderError(complaint);
}

/** Whether the provider is configured with another SCIM URL than the one that the token is for. */
export function moves({ scim_url }: Token, scimUrl: string): boolean {
  return scim_url !== null && scim_url !== scimUrl;
}

/** At another place nothing is known of the token, and its journal is kept by the URL. */
function refuseMove(prior: Token, scimUrl: string, { message }: Finding): void {
  if (!moves(prior, scimUrl)) return;
  throw new ProviderError({
    summary: "The SCIM URL and the token must not change in one deploy",
    detail: `State has ${prior.scim_url}, the provider is configured with ${scimUrl}; and the token would change too: ${message}. Change one at a time: set the URL back and deploy, or deploy the URL first, without a rotation request or a new begin and in the mode "reviewed".`,
    attribute: ["scim_url"],
  });
}

function released(prior: Token | null, config: Token): string | undefined {
  if (config.allow_destroy === true) return `${setting("allow_destroy")} releases all bindings`;
  const names = config.released ?? [];
  if (names.length > 0) return `released names ${names.join(", ")}`;
  const before = prior?.consumers?.length ?? 0;
  const none = (config.consumers ?? []).length === 0;
  return none && before > 0 ? "consumers is empty, and state has some" : undefined;
}

function releaseFirst(what: string, { message }: Finding): Warning {
  return {
    summary: "No token is rotated beside a release",
    detail: `${message}; and ${what}: what is released would go on with the old token, which a new one ends. Release first, rotate in the next deploy, when the mark of the release is gone.`,
    attribute: ["released"],
  };
}
