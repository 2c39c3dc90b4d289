/** What each setting of a tenant may be: the same for the constructs and for druva-scim.yaml. */
import { z } from "zod";

import { LIFETIME_DAYS } from "./tenant-rules";
import { APPLICATION, ENVIRONMENT_VARIABLE, FINGERPRINT, NAME } from "./text";

const LITERAL = /^(?:(?![$%]\{|[#&]\{TfToken\[)[^])*$/;

/** Terraform would read an expression in it. */
export const text = z
  .string()
  .regex(/\S/, "a text that is not empty")
  .regex(LITERAL, "a literal text without ${ and %{, which Terraform would evaluate");
const argument = z
  .string()
  .regex(
    LITERAL,
    "a literal text without ${ and %{: every user of the machine can read command lines, and a reference may be the token",
  );
export const name = z
  .string()
  .regex(NAME, "lower-case letters, digits and hyphens, such as acme-emea");
const day = z.iso.date("a day as YYYY-MM-DD, such as 2027-01-31");
export const httpsUrl = text
  .regex(/^https:\/\/[^\s/?#]\S*$/, "an address that begins with https://")
  .regex(/^(?!https:\/\/[^/?#]*@)/, "an address without a user's name or password");
export const command = z
  .array(argument)
  .min(1, "a program and its arguments, such as [other-idp, bind]")
  .refine(([program = "none"]) => program.trim() !== "", "a program before its arguments")
  .describe("Program and arguments; started without a shell.");
export const environment = z
  .array(z.string().regex(ENVIRONMENT_VARIABLE, "the name of an environment variable"))
  .describe("Names of further environment variables that it gets.");
export const deadlineSeconds = z.int().min(1).describe("How long it may take.");
const fingerprint = z
  .string()
  .regex(FINGERPRINT, "a fingerprint: 12 hexadecimal digits, in quotes");
export const released = z
  .boolean()
  .describe("No longer managed, credentials stay as they are: deploy once, then delete the entry.");
const untestable = text.describe("Why it cannot be tested. Every plan repeats it.");

const policy = z
  .strictObject({
    lifetimeDays: z
      .int()
      .min(1)
      .max(LIFETIME_DAYS)
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
    generation: z.int().min(1).describe("The generation that is requested."),
    reason: text.describe("Why, for those who review and those who look back."),
    date: day.describe("The day of the request."),
  })
  .describe(
    "The reviewed request for a higher generation. One that is not above the present one changes nothing.",
  );

const issuer = z
  .strictObject({
    kind: z
      .enum(["handover", "command"])
      .describe(
        'handover: a person generates it in Druva\'s console. command: a program prints {"token":"…"}.',
      ),
    command: command.exactOptional(),
    environment: environment.exactOptional(),
    deadlineSeconds: deadlineSeconds.exactOptional(),
  })
  .describe("Where a new token comes from. Default: kind handover.");

export const tokenSettings = {
  begin: z
    .enum(["observe", "adopt", "issue"])
    .describe("observe what exists, adopt the token in use, or issue one."),
  invalidateExisting: z
    .boolean()
    .exactOptional()
    .describe("Must be true with begin: issue: the token in use stops working."),
  issuedOn: day
    .exactOptional()
    .describe("When the token in use was generated; not with begin: issue."),
  policy: policy.exactOptional(),
  rotationRequest: rotationRequest.exactOptional(),
  issuer: issuer.exactOptional(),
  acceptUnproven: fingerprint
    .exactOptional()
    .describe(
      "The fingerprint of a new token that is this tenant's although nothing shows it. A deploy that refuses one names it.",
    ),
  requireAllBound: z
    .boolean()
    .exactOptional()
    .describe(
      "Stops a rotation if an application of the same kind is not listed: `druva-scim preflight` and `druva-scim rotate` stop, and with the command issuer also the deploy. With a handover, a deploy does not stop. An application of the same kind that does not hold the token belongs in `unrelated`.",
    ),
  unrelated: z
    .array(
      z.string().regex(APPLICATION, 'an application as "entra/<object id>" or "okta/<app id>"'),
    )
    .exactOptional()
    .describe(
      'Applications of the same kind that do not hold this tenant\'s token, such as one for tests: "entra/<object id>" or "okta/<app id>". Nothing warns of them.',
    ),
  allowDestroy: z
    .boolean()
    .exactOptional()
    .describe("Releases all bindings at the next deploy; a destroy after that is allowed."),
};

export const entraSettings = {
  id: z
    .guid(
      "the enterprise application's object id, such as 00000000-0000-0000-0000-0000000000aa (Entra: Enterprise applications > the app > Overview > Object ID)",
    )
    .describe("The enterprise application's object id (not the Application ID)."),
  name: text.exactOptional().describe("What people call it; shown in messages."),
  provider: name.exactOptional().describe("An entry of providers.entra. Default: default."),
  through: z
    .enum(["druva", "azuread"])
    .exactOptional()
    .describe(
      "Who writes the token. azuread: azuread_synchronization_secret first. Default: druva.",
    ),
  tenantUrl: httpsUrl
    .regex(/^[^#]*$/, "an address without #")
    .exactOptional()
    .describe(
      "Saved as the Tenant URL exactly as written, with its query. Default: scimUrl, with the query that is saved.",
    ),
  hiddenSettings: z
    .strictObject({ SyncAll: text.exactOptional(), SyncNotificationSettings: text.exactOptional() })
    .exactOptional()
    .describe("Values that Graph hides of this application: they are saved again with each token."),
  jobId: text.exactOptional().describe("The provisioning job, where there are several."),
  manageJob: z.boolean().exactOptional().describe("Create the provisioning job, which starts it."),
  templateId: text.exactOptional().describe("With manageJob: the synchronization template."),
  untestable: untestable.exactOptional(),
  released: released.exactOptional(),
};

export const oktaSettings = {
  id: z
    .string()
    .regex(
      /^0oa[0-9A-Za-z]+$/,
      "an Okta app's id, which begins with 0oa (it is in the address of the app's page in the Admin Console)",
    ),
  name: text.exactOptional().describe("What people call it; shown in messages."),
  provider: name.exactOptional().describe("An entry of providers.okta. Default: default."),
  through: z
    .enum(["druva", "okta", "person"])
    .exactOptional()
    .describe(
      'Who writes the token. okta: okta_app_connection first. person: somebody in the Admin Console, where Okta\'s API refuses the app ("Druva 2.0" today). Default: druva.',
    ),
  confirmed: fingerprint
    .exactOptional()
    .describe("For a person's app: the fingerprint that was entered and tested."),
  untestable: untestable.exactOptional(),
  released: released.exactOptional(),
};

/** Beside the two commands, whose keys differ. */
export const commandSettings = {
  environment: environment.exactOptional(),
  deadlineSeconds: deadlineSeconds.exactOptional(),
  released: released.exactOptional(),
};
