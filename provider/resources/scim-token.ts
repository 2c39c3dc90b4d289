/** `druva_scim_token`: one tenant's token, rotated in place. */
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import { argumentName } from "../rotation/argument-name";
import { create, update } from "./scim-token/apply";
import { plan } from "./scim-token/plan";
import { read } from "./scim-token/read";
import { scimTokenFields, scimTokenPrivateFields, type Token } from "./scim-token/schema";
import { checkConfiguration } from "./scim-token/validate";

export const scimToken = resource<Clients>()({
  schema: {
    version: 0,
    description:
      "A Druva tenant's SCIM token: taken over or issued, checked against Druva, and rotated in place when a review asks for it. A new token ends the one before at once, so everything that holds it is bound and tested in the same apply.",
    fields: scimTokenFields,
  },
  privateSchema: scimTokenPrivateFields,

  validate: checkConfiguration,
  read,
  plan,
  create: ({ config }, context) => create(config, context),
  update: ({ prior, config, private: found }, context) => update(prior, config, found, context),

  planDestroy({ prior }, context) {
    refuseDestroy(prior);
    context.warn(staysAlive(prior));
  },

  async delete({ state }, context) {
    refuseDestroy(state); // a replacement is no destroy to Terraform's plan
    context.warn(staysAlive(state));
  },

  importRefusal:
    'A token cannot be imported: Druva shows it only once, and an id does not give it. Write the resource with begin "adopt" and hand over the token that works.',
});

/** Throws unless a destroy is allowed: state may hold the only copy of a token that works. */
function refuseDestroy({ allow_destroy, tenant, generation }: Token): void {
  if (allow_destroy === true) return;
  throw new ProviderError({
    summary: "The token must not be destroyed by accident",
    detail: `Destroying, or replacing, releases generation ${generation} of ${tenant} with all its bindings, and state has the only copy of the token; nothing watches or rotates it from then on. To rotate, ask for a higher generation in ${argumentName("rotation_request")}; terraform untaint repairs a tainted token. Where a destroy is meant: set ${argumentName("allow_destroy")} to true, deploy, then destroy.`,
    attribute: ["allow_destroy"],
  });
}

function staysAlive({ tenant, fingerprint }: Token) {
  return {
    code: "token-stays-alive",
    summary: "The token stays alive",
    detail: `Druva goes on accepting ${fingerprint ?? "the token"} of ${tenant}, and whoever holds it goes on working until it expires. To end it, generate another one in Druva's console.`,
  };
}
