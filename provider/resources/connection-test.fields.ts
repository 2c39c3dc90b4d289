/** What the three connection tests look like; the behaviour of each is in a file of its own. */
import { bool, integer, listOfStrings, string } from "../framework/schema";

/** What a test can say. Only "tested" counts as bound. */
export const VERDICTS = ["tested", "rejected", "unproven", "waiting"] as const;

export const connectionTestCommonFields = {
  fingerprint: string({
    optional: true,
    description:
      "Of the token that must be held: unknown in a rotation, which is what plans the test. Null: the saved credentials are tested, whatever they are.",
  }),
  token_wo: string({
    optional: true,
    writeOnly: true,
    description: "The token, for healing. Write-only: it is not stored.",
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
    description: "Why this binding cannot be tested. Every plan repeats it.",
  }),
  status: string({
    computed: true,
    description: '"tested", "rejected", "unproven" (no evidence) or "waiting" (for a person).',
  }),
  evidence: string({ computed: true, description: "What shows it: the vendor's own word." }),
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
      "At most this many seconds from the old token's death to this test; null where the old token was not seen alive.",
  }),
  gap_seconds_at_least: integer({
    computed: true,
    description: "At least this many seconds from the old token's death to this test.",
  }),
};

export const entraConnectionTestFields = {
  service_principal_id: string({
    required: true,
    description: "The enterprise application's object id.",
  }),
  entra: string({
    optional: true,
    description: 'Which entry of the provider\'s `entra` reaches it. Default: "default".',
  }),
  job_id: string({
    optional: true,
    description: "The provisioning job; needed where the principal has several.",
  }),
  base_address: string({
    optional: true,
    description:
      "The SCIM base URL that is written with the token, when healing and where another one was meant before. Default: the provider's.",
  }),
  ...connectionTestCommonFields,
};

export const oktaConnectionTestFields = {
  app_id: string({ required: true, description: "The Okta app's id." }),
  okta: string({
    optional: true,
    description: 'Which entry of the provider\'s `okta` reaches it. Default: "default".',
  }),
  entered_by: string({
    optional: true,
    description: '"api" (default): saving is the test. "person": Okta\'s API refuses this app.',
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
  ...connectionTestCommonFields,
};

export const commandConnectionTestFields = {
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
  deadline_seconds: integer({ optional: true, description: "For each command. Default: 60." }),
  base_url: string({
    optional: true,
    description: "The SCIM base URL that both commands get. Default: the provider's.",
  }),
  ...connectionTestCommonFields,
};

/** What Read found out about a binding. */
export const connectionTestPrivateFields = {
  /** One of VERDICTS, or null where Read could not tell: then the last verdict stays. */
  verdict: string({ optional: true, description: "The last verdict." }),
  message: string({ optional: true, description: "The verdict in words." }),
  /** This and the next are null of an observed binding, and all three in what earlier versions stored. */
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
};
