/** What druva-scim.yaml may say. Editors get the same as a JSON Schema: druva-scim.schema.json. */
import { z } from "zod";

/** Terraform would read these as expressions of its own. */
const text = z
  .string()
  .regex(/\S/, "a text that is not empty")
  .regex(/^(?:(?![$%]\{)[^])*$/, "a text without ${ and %{, which Terraform would evaluate");
const name = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    "lower-case letters, digits and hyphens, such as acme-emea",
  );
const day = z.iso.date("a day as YYYY-MM-DD, such as 2027-01-31");
const httpsUrl = text
  .regex(/^https:\/\/[^\s/?#]\S*$/, "an address that begins with https://")
  .regex(/^(?!https:\/\/[^/?#]*@)/, "an address without a user's name or password");
const scimUrl = httpsUrl.regex(
  /^[^?#]*$/,
  "an address without ? and #. A query that Entra needs belongs into tenantUrl of the Entra binding",
);
const tenantUrl = httpsUrl.regex(/^[^#]*$/, "an address without #");
const command = z
  .array(text)
  .min(1, "a program and its arguments")
  .describe("Program and arguments; started without a shell.");
const environment = z
  .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable"))
  .describe("Names of further environment variables that it gets.");
const deadlineSeconds = z.int().min(1).describe("How long it may take.");
const released = z
  .boolean()
  .describe("No longer managed, credentials stay as they are: deploy once, then delete the entry.");
const untestable = text.describe("Why it cannot be tested. Every plan repeats it.");

const policy = z
  .strictObject({
    lifetimeDays: z
      .int()
      .min(1)
      .max(365)
      .exactOptional()
      .describe("How long a token lives. Default: 365."),
    rotateBeforeDays: z
      .int()
      .min(0)
      .exactOptional()
      .describe("From how many days before its expiry it is due. Default: 30."),
    mode: z
      .enum(["reviewed", "automatic"])
      .exactOptional()
      .describe(
        "reviewed (default): only a rotation request issues a token. automatic: needs the command issuer.",
      ),
  })
  .describe("When a token is due, and what then.");

const rotationRequest = z
  .strictObject({
    generation: z.int().min(1).describe("The generation that is wished for."),
    reason: text.describe("Why, for those who review and those who look back."),
    date: day.describe("The day of the request."),
  })
  .describe("The reviewed wish for a higher generation. One that is not above it changes nothing.");

const issuer = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("handover").describe("A person generates it in Druva's console."),
    }),
    z.strictObject({
      kind: z.literal("command").describe('A program prints {"token":"…"}.'),
      command,
      environment: environment.exactOptional(),
      deadlineSeconds: deadlineSeconds.exactOptional(),
    }),
  ])
  .describe("Where a new token comes from. Default: kind handover.");

const hiddenSettings = z
  .strictObject({ SyncAll: text.exactOptional(), SyncNotificationSettings: text.exactOptional() })
  .describe("Values that Graph hides of this application: they are saved again with each token.");

const entraBinding = z.strictObject({
  id: z
    .guid("the enterprise application's object id, such as 00000000-0000-0000-0000-0000000000aa")
    .describe("The enterprise application's object id (not the Application ID)."),
  name: text.exactOptional().describe("What people call it; shown in messages."),
  provider: name.exactOptional().describe("An entry of providers.entra. Default: default."),
  through: z
    .enum(["druva", "azuread"])
    .exactOptional()
    .describe(
      "Who writes the token. azuread: azuread_synchronization_secret first. Default: druva.",
    ),
  tenantUrl: tenantUrl
    .exactOptional()
    .describe(
      "Saved as the Tenant URL exactly as written, with its query. Default: scimUrl, with the query that is saved.",
    ),
  hiddenSettings: hiddenSettings.exactOptional(),
  jobId: text.exactOptional().describe("The provisioning job, where there are several."),
  manageJob: z.boolean().exactOptional().describe("Create the provisioning job, which starts it."),
  templateId: text.exactOptional().describe("With manageJob: the synchronization template."),
  untestable: untestable.exactOptional(),
  released: released.exactOptional(),
});

const oktaBinding = z.strictObject({
  id: z.string().regex(/^0oa[0-9A-Za-z]+$/, "an Okta app's id, which begins with 0oa"),
  name: text.exactOptional().describe("What people call it; shown in messages."),
  provider: name.exactOptional().describe("An entry of providers.okta. Default: default."),
  through: z
    .enum(["druva", "okta", "person"])
    .exactOptional()
    .describe(
      'Who writes the token. okta: okta_app_connection first. person: somebody in the Admin Console, where Okta\'s API refuses the app ("Druva 2.0" today). Default: druva.',
    ),
  confirmed: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "a fingerprint: 12 hexadecimal digits, in quotes")
    .exactOptional()
    .describe("For a person's app: the fingerprint that was entered and tested."),
  untestable: untestable.exactOptional(),
  released: released.exactOptional(),
});

const commandBinding = z.strictObject({
  name: name.describe("It cannot change."),
  bind: command.describe("Puts the token in place: DRUVA_SCIM_TOKEN and DRUVA_SCIM_URL."),
  test: command.describe("Exit code 0: it holds DRUVA_SCIM_FINGERPRINT, 10: it does not."),
  environment: environment.exactOptional(),
  deadlineSeconds: deadlineSeconds.exactOptional(),
  released: released.exactOptional(),
});

const tenant = z.strictObject({
  scimUrl: scimUrl
    .exactOptional()
    .describe("Default: DRUVA_SCIM_URL, else https://apis.druva.com/insync/scim."),
  begin: z
    .enum(["observe", "adopt", "issue"])
    .describe("observe what exists, adopt the living token, or issue one."),
  invalidateExisting: z
    .boolean()
    .exactOptional()
    .describe("Must be true with begin: issue: the token in use stops working."),
  issuedOn: day.exactOptional().describe("With begin: adopt: when the token was generated."),
  policy: policy.exactOptional(),
  rotationRequest: rotationRequest.exactOptional(),
  issuer: issuer.exactOptional(),
  acceptUnproven: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "a fingerprint: 12 hexadecimal digits, in quotes")
    .exactOptional()
    .describe(
      "The fingerprint of a new token that is this tenant's although nothing shows it. A deploy that refuses one names it.",
    ),
  requireAllBound: z
    .boolean()
    .exactOptional()
    .describe("Applications of the same kind that are not listed stop a rotation."),
  allowDestroy: z
    .boolean()
    .exactOptional()
    .describe("Releases all bindings at the next deploy; a destroy after that is allowed."),
  journalDir: text
    .exactOptional()
    .describe("Where interrupted rotations are remembered. Default: $XDG_STATE_HOME/druva-scim."),
  bindings: z
    .strictObject({
      entra: z.array(entraBinding).exactOptional(),
      okta: z.array(oktaBinding).exactOptional(),
      command: z.array(commandBinding).exactOptional(),
    })
    .describe("All that holds the token."),
});

const entraProvider = z.strictObject({
  tenantId: text.exactOptional(),
  clientId: text.exactOptional(),
  environment: z
    .enum(["public", "usgovernment", "usgovernmentl5", "china"])
    .exactOptional()
    .describe("Default: public."),
  metadataHost: text.exactOptional(),
  clientCertificatePath: text.exactOptional(),
  useOidc: z.boolean().exactOptional(),
  useCli: z.boolean().exactOptional(),
  useMsi: z.boolean().exactOptional(),
});

const oktaProvider = z.strictObject({
  orgName: text.exactOptional(),
  baseUrl: text.exactOptional(),
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
      .describe("Druva tenants by a short name, which cannot change."),
    providers: z
      .strictObject({
        entra: z.record(name, entraProvider).exactOptional(),
        okta: z.record(name, oktaProvider).exactOptional(),
      })
      .exactOptional()
      .describe(
        "Ways to Entra tenants and Okta organizations, by name. Secrets belong into the environment. Default: one of each from the environment, named default.",
      ),
    backend: backend.exactOptional(),
  })
  .describe("The rotation of Druva SCIM tokens.");

export type Config = z.infer<typeof configSchema>;
export type TenantConfig = z.infer<typeof tenant>;
export type ProvidersConfig = NonNullable<Config["providers"]>;
export type BackendConfig = NonNullable<Config["backend"]>;
