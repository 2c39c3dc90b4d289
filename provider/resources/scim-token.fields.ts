/** What `druva_scim_token` looks like; its behaviour is in scim-token.ts. */
import {
  bool,
  type Config,
  integer,
  listOfStrings,
  object,
  objects,
  type State,
  string,
} from "../framework/schema";

/** Where a token may start: watch what exists, take it over, or make the first one. */
export const BEGINNINGS = ["observe", "adopt", "issue"] as const;
export const MODES = ["reviewed", "automatic"] as const;
export const ISSUERS = ["handover", "command"] as const;
export const CONSUMER_KINDS = ["entra", "okta", "command"] as const;

export const policyFields = {
  lifetime_days: integer({
    optional: true,
    description: "How long Druva honours a token, in days. Default: 365.",
  }),
  rotate_before_days: integer({
    optional: true,
    description: "From how many days before its expiry a token is due. Default: 30.",
  }),
  mode: string({
    optional: true,
    description:
      '"reviewed" (default): only a rotation request issues a token. "automatic": a token that is due, expired or rejected is rotated too; needs the command issuer.',
  }),
};

export const rotationRequestFields = {
  generation: integer({
    required: true,
    description:
      "The generation that is wished for. A rotation is planned when it is above the present one; one that is not above it changes nothing.",
  }),
  reason: string({
    required: true,
    description: "Why, for those who review and those who look back.",
  }),
  date: string({
    required: true,
    description:
      "The day of the request, YYYY-MM-DD. A lower bound for the age of a token that is handed over for it.",
  }),
};

export const issuerFields = {
  kind: string({
    required: true,
    description:
      '"handover": a person generates the token in Druva\'s console and gives it in the environment. "command": a command of yours prints it.',
  }),
  command: listOfStrings({
    optional: true,
    description:
      'For "command": program and arguments, started without a shell; prints {"token":"…"} on standard output.',
  }),
  environment: listOfStrings({
    optional: true,
    description:
      'For "command": names of the variables that the command gets, beside PATH and DRUVA_ROTATION_ID. It gets no others.',
  }),
  deadline_seconds: integer({
    optional: true,
    description: 'For "command": how long it may take. Default: 120.',
  }),
};

export const consumerFields = {
  kind: string({ required: true, description: '"entra", "okta" or "command".' }),
  id: string({
    required: true,
    description:
      "The Entra service principal's object id, the Okta app's id, or the command binding's name.",
  }),
  provider: string({
    optional: true,
    description: 'Which entry of the provider\'s `entra` or `okta` reaches it. Default: "default".',
  }),
  name: string({ optional: true, description: "What people call it; shown in messages." }),
  job_id: string({
    optional: true,
    description: "For Entra: the provisioning job, where the principal has several.",
  }),
  manage_job: bool({
    optional: true,
    description:
      "For Entra: the job is created by the same configuration, so it may not exist yet.",
  }),
  entered_by: string({
    optional: true,
    description: 'For Okta: "api" (default), or "person" where Okta\'s API refuses the app.',
  }),
  bind_command: listOfStrings({
    optional: true,
    description: "For a command: the program that puts the token in place; checked by preflight.",
  }),
  test_command: listOfStrings({
    optional: true,
    description: "For a command: the program that tests it; checked by preflight.",
  }),
  address: string({
    optional: true,
    description:
      "Where the configuration has its binding, in words of the configuration's own: at another address the binding's resources would be destroyed, so a change is refused.",
  }),
  moved_from: listOfStrings({
    optional: true,
    description: "The addresses from which its resources are moved in this configuration.",
  }),
};

export const scimTokenFields = {
  tenant: string({
    required: true,
    description:
      "A short name for the Druva tenant: lower-case letters, digits and hyphens. Part of the journal's key and of the variable DRUVA_SCIM_TOKEN_<TENANT>. It cannot change.",
  }),
  begin: string({
    required: true,
    description:
      'How the first token comes: "observe" watches what exists and knows no token, "adopt" takes over the living token that is handed over, "issue" makes one (and kills the one in use).',
  }),
  invalidate_existing: bool({
    optional: true,
    description: 'Must be true with `begin = "issue"`: the token in use stops working.',
  }),
  issued_on: string({
    optional: true,
    description:
      'With `begin = "adopt"`: the day on which the token was generated, YYYY-MM-DD. Without it the age stays unknown.',
  }),
  policy: object(policyFields, {
    optional: true,
    description: "When a token is due, and what then.",
  }),
  rotation_request: object(rotationRequestFields, {
    optional: true,
    description: "The reviewed wish for a higher generation.",
  }),
  issuer: object(issuerFields, {
    optional: true,
    description: 'Where a new token comes from. Default: kind "handover".',
  }),
  token_variables: listOfStrings({
    optional: true,
    description:
      "The environment variables that a token is handed over in, first found first taken. Default: DRUVA_SCIM_TOKEN_<TENANT>.",
  }),
  consumers: objects(consumerFields, {
    optional: true,
    description: "Everything that holds the token: filled by the bindings, checked by preflight.",
  }),
  released: listOfStrings({
    optional: true,
    description:
      'Consumers, as "<kind>/<id>", that are no longer managed; their credentials stay as they are.',
  }),
  require_all_bound: bool({
    optional: true,
    description:
      "Makes applications of the same kind that are no consumers an error before a token is issued.",
  }),
  allow_destroy: bool({
    optional: true,
    description: "Lets a destroy release the token and all bindings; the token itself stays alive.",
  }),

  scim_url: string({ computed: true, description: "The SCIM base URL that consumers use." }),
  token: string({
    computed: true,
    sensitive: true,
    description: "The living token; null when observed.",
  }),
  fingerprint: string({
    computed: true,
    description: "First 12 hexadecimal digits of the token's SHA-256; null when observed.",
  }),
  past_fingerprints: listOfStrings({
    computed: true,
    description: "Of the tokens before, oldest first.",
  }),
  generation: integer({ computed: true, description: "1, 2, …; 0 when observed." }),
  issued_at: string({ computed: true, description: "RFC 3339; null where the age is unknown." }),
  expires_at: string({ computed: true, description: "RFC 3339; null where the age is unknown." }),
  rotate_at: string({
    computed: true,
    description: "RFC 3339: from when on the token is due; null where the age is unknown.",
  }),
  old_token_last_valid_at: string({
    computed: true,
    description:
      "RFC 3339: when the token before was last seen to work in the run that replaced it; null where it was not seen.",
  }),
  proven_at: string({
    computed: true,
    description: "RFC 3339: when Druva first answered 200 to this token.",
  }),
  status: string({
    computed: true,
    description:
      '"valid", "due", "expired" (by the clock), "rejected" (Druva answers 401), "unproven" (no verdict) or "observed".',
  }),
  reason: string({
    computed: true,
    description: "Why the status is what it is, or why a rotation is planned.",
  }),
};

/** As it is stored. */
export type Token = State<typeof scimTokenFields>;
/** As it is configured: what another resource decides in apply is unknown. */
export type Written = Config<typeof scimTokenFields>;

const handedFields = {
  fingerprint: string({ required: true, description: "Of the token that was looked at." }),
  probe: string({ required: true, description: "Druva's last verdict on it." }),
};

/** What Read found out: plan decides on it, and apply looks again before it acts on it. */
export const scimTokenPrivateFields = {
  /** Druva's verdict on the token in state: "accepted", "rejected" or "none". */
  probe: string({ required: true, description: "Druva's last verdict on the token." }),
  /** The clock's: "due", "expired", or null. */
  clock: string({ optional: true, description: "The clock's last verdict." }),
  message: string({ optional: true, description: "The verdict in words." }),
  /** Null where none is handed over. Nothing else of that token is stored before an apply takes it. */
  handed: object(handedFields, { optional: true, description: "The token in the environment." }),
};
