/** Known secrets taken out of texts that others wrote: a provider's error may quote what was sent. */
import type { TenantState } from "./tenant-state";

const SECRET_VARIABLE =
  /^(DRUVA_SCIM_TOKEN(_.*)?|ARM_(CLIENT_SECRET|CLIENT_CERTIFICATE_PASSWORD|OIDC_TOKEN)|OKTA_API_(TOKEN|PRIVATE_KEY)|G(ITHUB|H)_TOKEN|ACTIONS_ID_TOKEN_REQUEST_TOKEN)$/;
/** Shorter values would take words out of sentences. */
const SHORTEST_SECRET = 8;

export type Redact = (text: string) => string;

export function redactor(environment: NodeJS.ProcessEnv, prior: TenantState | null): Redact {
  const secrets = [
    prior?.token.secret?.reveal(),
    ...Object.entries(environment).flatMap(([name, value]) =>
      SECRET_VARIABLE.test(name) ? [value?.trim()] : [],
    ),
  ].filter((each) => each !== undefined && each.length >= SHORTEST_SECRET);
  return (text) =>
    secrets.reduce((left: string, each = "") => left.replaceAll(each, "(secret)"), text);
}
