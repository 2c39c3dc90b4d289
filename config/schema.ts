/** What druva-scim.yaml may say. Editors get the same as a JSON Schema: druva-scim.schema.json. */
import { z } from "zod";

import {
  command,
  commandSettings,
  entraSettings,
  httpsUrl,
  name,
  oktaSettings,
  text,
  tokenSettings,
} from "../constructs/rules/settings";

const scimUrl = httpsUrl.regex(
  /^[^?#]*$/,
  "an address without ? and #. A query that Entra needs belongs in tenantUrl of the Entra binding",
);

const commandBinding = z.strictObject({
  name: name.describe("It cannot change."),
  bind: command.describe("Puts the token in place: DRUVA_SCIM_TOKEN and DRUVA_SCIM_URL."),
  test: command.describe("Exit code 0: it holds DRUVA_SCIM_FINGERPRINT, 10: it does not."),
  ...commandSettings,
});

const tenant = z.strictObject({
  scimUrl: scimUrl
    .exactOptional()
    .describe("Default: DRUVA_SCIM_URL, else https://apis.druva.com/insync/scim."),
  ...tokenSettings,
  journalDir: text
    .exactOptional()
    .describe("Where interrupted rotations are remembered. Default: $XDG_STATE_HOME/druva-scim."),
  bindings: z
    .strictObject({
      entra: z.array(z.strictObject(entraSettings)).exactOptional(),
      okta: z.array(z.strictObject(oktaSettings)).exactOptional(),
      command: z.array(commandBinding).exactOptional(),
    })
    .describe("All that holds the token."),
});

/** A sign-in goes to these hosts with a secret: nothing may lead it elsewhere. */
const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i,
    "a host name without https:// and /, such as okta.com",
  );

const entraProvider = z.strictObject({
  tenantId: text.exactOptional(),
  clientId: text.exactOptional(),
  environment: z
    .enum(["public", "usgovernment", "usgovernmentl5", "china"])
    .exactOptional()
    .describe("Default: public."),
  metadataHost: hostName.exactOptional(),
  clientCertificatePath: text.exactOptional(),
  useOidc: z.boolean().exactOptional(),
  useCli: z.boolean().exactOptional(),
  useMsi: z.boolean().exactOptional(),
});

const oktaProvider = z.strictObject({
  orgName: z
    .string()
    .regex(/^[a-z0-9-]+$/i, "an organization's name: letters, digits and hyphens, such as acme")
    .exactOptional(),
  baseUrl: hostName.exactOptional(),
  clientId: text.exactOptional(),
  privateKeyId: text.exactOptional(),
  scopes: z.array(text).min(1).exactOptional(),
});

/** A backend's own attributes are Terraform's business. */
const backend = z
  .record(z.string(), z.record(z.string(), z.json()))
  .refine((backends) => Object.keys(backends).length === 1, "one backend")
  .describe(
    'One Terraform backend and its attributes; "{stack}" stands for the stack\'s name. Default: local.',
  );

export const configSchema = z
  .strictObject({
    version: z.literal(1).describe("The version of this file's format."),
    tenants: z
      .record(name, tenant)
      .refine((tenants) => Object.keys(tenants).length > 0, "a tenant")
      .meta({ examples: [{ acme: { begin: "adopt", bindings: { entra: [] } } }] })
      .describe("Druva tenants by a short name, which cannot change."),
    providers: z
      .strictObject({
        entra: z.record(name, entraProvider).exactOptional(),
        okta: z.record(name, oktaProvider).exactOptional(),
      })
      .exactOptional()
      .describe(
        "Ways to Entra tenants and Okta organizations, by name. Secrets belong in the environment. Default: one of each from the environment, named default.",
      ),
    backend: backend.exactOptional(),
  })
  .describe("The rotation of Druva SCIM tokens.");

export type Config = z.infer<typeof configSchema>;
export type TenantConfig = z.infer<typeof tenant>;
export type ProvidersConfig = NonNullable<Config["providers"]>;
export type BackendConfig = NonNullable<Config["backend"]>;
