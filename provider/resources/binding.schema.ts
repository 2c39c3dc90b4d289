/** What the three bindings look like; their behaviour is in binding.ts and the vendors' own files. */
import { ENTRA_WRITERS, OKTA_WRITERS } from "../bindings/consumer";
import { BINDING_STATUSES } from "../bindings/binding-status";
import {
  bool,
  integer,
  listOfStrings,
  mapOfStrings,
  objects,
  oneOf,
  string,
} from "../framework/schema";

/** What an apply or a look finds out; everything else is configured. */
export const outcomeFields = {
  status: oneOf(BINDING_STATUSES, {
    computed: true,
    description:
      "As the last look found it. Only tested counts as bound; waiting: a person has to act; unproven: no evidence either way; unknown: it could not be looked at.",
  }),
  evidence: string({ computed: true, description: "What shows it: the vendor's own word." }),
  notes: listOfStrings({
    computed: true,
    description: "What a person should know or do beside it: a job that is paused, say.",
  }),
  verified_at: string({
    computed: true,
    description: "RFC 3339: when an apply last saw the test pass.",
  }),
  /** By the vendor's clock, because that of the next machine may be another one. */
  evidence_since: string({
    computed: true,
    description:
      "RFC 3339, by the vendor's clock: from when on its log tells of this token. Null where no log is looked at, of an observed binding, and until an apply has put the token in or looked for it.",
  }),
  gap_seconds: integer({
    computed: true,
    description:
      "At most this many seconds from the old token's death to the passed test; null where the old token was not seen alive.",
  }),
  gap_seconds_at_least: integer({
    computed: true,
    description: "At least this many seconds from the old token's death to the passed test.",
  }),
};

export const bindingFields = {
  fingerprint: string({
    optional: true,
    description:
      "Of the token that must be held: unknown in a rotation, which plans the update. Null: the saved credentials are tested, whatever they are, and nothing is written.",
  }),
  token_wo: string({
    optional: true,
    writeOnly: true,
    description: "The token that is written. Write-only: it is not stored.",
  }),
  old_token_last_valid_at: string({
    optional: true,
    description:
      "RFC 3339: when the token before was last seen to work; for the gap's upper bound.",
  }),
  proven_at: string({
    optional: true,
    description: "RFC 3339: when the new token was first seen to work; for the gap's lower bound.",
  }),
  untestable: string({
    optional: true,
    description:
      "Why this binding cannot be tested. A new token is still written, and the vendor's answer to that counts as just that. Every plan repeats it.",
  }),
  ...outcomeFields,
};

const principalFields = {
  service_principal_id: string({
    required: true,
    description: "The enterprise application's object id.",
  }),
  entra: string({
    optional: true,
    description: 'Which entry of the provider\'s `entra` reaches it. Default: "default".',
  }),
};

const settingsFields = {
  tenant_url: string({
    optional: true,
    description:
      "Exactly this is saved as the Tenant URL, a query included. Default: the SCIM base URL; a saved URL that differs from it only in its query stays.",
  }),
  hidden_settings: mapOfStrings({
    optional: true,
    description:
      "Values of SyncAll and SyncNotificationSettings, where Graph hides them: they are saved again with each token.",
  }),
};

export const entraBindingFields = {
  ...principalFields,
  job_id: string({
    optional: true,
    description: "The provisioning job; needed where the principal has several.",
  }),
  through: oneOf(ENTRA_WRITERS, {
    optional: true,
    description:
      'Who writes the token. "azuread": azuread_synchronization_secret has written it before; here it is tested, and written where it fails. Default: "druva".',
  }),
  base_address: string({
    optional: true,
    description: "The SCIM base URL that is saved with the token. Default: the provider's.",
  }),
  ...settingsFields,
  ...bindingFields,
};

export const oktaBindingFields = {
  app_id: string({ required: true, description: "The Okta app's id." }),
  okta: string({
    optional: true,
    description: 'Which entry of the provider\'s `okta` reaches it. Default: "default".',
  }),
  through: oneOf(OKTA_WRITERS, {
    optional: true,
    description:
      'Who writes the token. "okta": okta_app_connection has written it before; it is saved once more, because Okta tests what is being saved. "person": Okta\'s API refuses this app. Default: "druva".',
  }),
  confirmed: string({
    optional: true,
    description:
      "For a person's app: the fingerprint that somebody entered and tested in the Admin Console.",
  }),
  base_url: string({
    optional: true,
    description: "The SCIM base URL that is saved with the token. Default: the provider's.",
  }),
  ...bindingFields,
};

export const commandBindingFields = {
  name: string({ required: true, description: "The command binding's name." }),
  bind_command: listOfStrings({
    required: true,
    description:
      "Program and arguments, without a shell; gets the token as DRUVA_SCIM_TOKEN and the URL as DRUVA_SCIM_URL.",
  }),
  test_command: listOfStrings({
    required: true,
    description:
      "Program and arguments, without a shell; gets DRUVA_SCIM_FINGERPRINT and DRUVA_SCIM_URL, never the token. Exit code 0: holds it, 10: does not, else: no verdict.",
  }),
  environment: listOfStrings({
    optional: true,
    description: "Names of the further variables that both commands get, beside PATH.",
  }),
  deadline_seconds: integer({
    optional: true,
    min: 1,
    description: "For each command. Default: 60.",
  }),
  base_url: string({
    optional: true,
    description: "The SCIM base URL that both commands get. Default: the provider's.",
  }),
  ...bindingFields,
};

export const entraSettingsFields = {
  ...principalFields,
  ...settingsFields,
  credentials: objects(
    {
      key: string({ computed: true, description: "As Graph names it." }),
      value: string({
        computed: true,
        description: "What to save; null of SecretToken, whose value is the token.",
      }),
    },
    {
      computed: true,
      description:
        "All keys to save with a token, in Graph's order: what is saved there, and the two that the portal always sends.",
    },
  ),
};

/** What is known of one token at one target, beside the state. */
export const bindingPrivateFields = {
  /** This and the next are null of an observed binding. */
  scim_url: string({
    optional: true,
    description: "The SCIM base URL that was meant when it was last applied.",
  }),
  proven_url: string({
    optional: true,
    description: "The SCIM base URL with which this token was last shown to work here.",
  }),
  needs_success: bool({
    optional: true,
    description:
      "Whether this token was refused, or another SCIM URL applied, since it was shown to work: then only a success counts.",
  }),
  stopped: oneOf(["found", "tried"], {
    optional: true,
    description:
      "The vendor has stopped its work for a token from before, and an apply makes it go on; it is tried once.",
  }),
};
