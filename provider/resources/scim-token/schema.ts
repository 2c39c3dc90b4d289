/** What `druva_scim_token` looks like; its behaviour is in the files beside this one. */
import {
  bool,
  type Configured,
  integer,
  listOfStrings,
  object,
  objects,
  oneOf,
  type State,
  string,
} from "../../framework/schema";
import { CAUSES, CHANGES } from "../../rotation/triggers";
import { ANSWERS, VERDICTS } from "../../rotation/probe";
import { CLOCK_VERDICTS, DEFAULT_POLICY, MODES } from "../../rotation/schedule";
import { TOKEN_STATUSES } from "../../rotation/token-status";

/** Where a token may start: watch what exists, take it over, or make the first one. */
const BEGINNINGS = ["observe", "adopt", "issue"] as const;
const ISSUERS = ["handover", "command"] as const;

export const policyFields = {
  lifetime_days: integer({
    optional: true,
    min: 1,
    max: DEFAULT_POLICY.lifetimeDays,
    description: "How long Druva honours a token, in days. Default: 365.",
  }),
  rotate_before_days: integer({
    optional: true,
    min: 0,
    description: "From how many days before its expiry a token is due. Default: 30.",
  }),
  mode: oneOf(MODES, {
    optional: true,
    description:
      "reviewed (default): only a rotation request issues a token. automatic: a token that is due, expired or rejected is rotated too; needs the command issuer.",
  }),
};

export const rotationRequestFields = {
  generation: integer({
    required: true,
    min: 1,
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
  kind: oneOf(ISSUERS, {
    required: true,
    description:
      "handover: a person generates the token in Druva's console and gives it in the environment. command: a command of yours prints it.",
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
    min: 1,
    description: 'For "command": how long it may take, in seconds. Default: 120.',
  }),
};

export const scimTokenFields = {
  tenant: string({
    required: true,
    description:
      "A short name for the Druva tenant: lower-case letters, digits and hyphens. Part of the journal's key and of the variable DRUVA_SCIM_TOKEN_<TENANT>. It cannot change.",
  }),
  begin: oneOf(BEGINNINGS, {
    required: true,
    description:
      "How the first token comes: observe watches what exists and knows no token, adopt takes over the token in use, which is handed over, issue makes one (and kills the one in use).",
  }),
  invalidate_existing: bool({
    optional: true,
    description: 'Must be true with `begin = "issue"`: the token in use stops working.',
  }),
  issued_on: string({
    optional: true,
    description:
      'The day on which the token in use was generated, YYYY-MM-DD; not with `begin = "issue"`. Without it the age stays unknown.',
  }),
  policy: object(policyFields, {
    optional: true,
    description: "When a token is due, and what then.",
  }),
  rotation_request: object(rotationRequestFields, {
    optional: true,
    description: "The reviewed wish for a higher generation.",
  }),
  accept_unproven: string({
    optional: true,
    description:
      "The fingerprint of a new token that is this tenant's although nothing shows it: the old one was dead before, and the new one knows none of the users that are remembered.",
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
  consumers: string({
    optional: true,
    description:
      'Everything that holds the token, as JSON: jsonencode([{ kind = "entra", id = "…", name = "…" }, …]). Every entry can have untestable; entra also provider, through, jobId, manageJob, tenantUrl, hiddenSettings; okta also provider, through; command also bindCommand, testCommand, environment, deadlineSeconds. The constructs fill it in. One text, because Terraform decodes it for every resource that refers to the token.',
  }),
  released: listOfStrings({
    optional: true,
    description:
      'Consumers, as "<kind>/<id>", that are no longer managed; their credentials stay as they are.',
  }),
  require_all_bound: bool({
    optional: true,
    description:
      'Stops a rotation if an application of the same kind (same Entra gallery template or Okta catalogue entry) is neither in consumers nor in unrelated. With the issuer "command" the apply stops, before a token is issued. With a handover no apply stops: only `druva-scim preflight` and `druva-scim rotate` do, and a plan warns (unmanaged-holder).',
  }),
  unrelated: listOfStrings({
    optional: true,
    description:
      'Applications of the same kind that do not hold this tenant\'s token, such as one for tests: "entra/<object id>" or "okta/<app id>". Nothing warns of them, and require_all_bound passes them.',
  }),
  allow_destroy: bool({
    optional: true,
    description: "Lets a destroy release the token and all bindings; the token itself stays alive.",
  }),

  scim_url: string({ computed: true, description: "The SCIM base URL that consumers use." }),
  token: string({
    computed: true,
    sensitive: true,
    description: "The token; null when observed.",
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
  status: oneOf(TOKEN_STATUSES, {
    computed: true,
    description:
      "expired: by the clock. rejected: Druva answers 401. unproven: Druva gave no verdict.",
  }),
  reason: string({
    computed: true,
    description: "Why the status is what it is, or why a rotation is planned.",
  }),
  answer: oneOf(ANSWERS, {
    computed: true,
    description:
      "What Druva answered when it was last asked about the token: accepted (200), rejected (401), refused (403, no verdict by itself) or unreachable (no verdict). Null: not asked.",
  }),
  change: oneOf(CHANGES, {
    computed: true,
    description:
      "What an apply of this plan does to the token: rotate (a new one is made), take over (one that exists and works is handed over). Null: the token stays.",
  }),
  cause: oneOf(CAUSES, { computed: true, description: "What led to the change." }),
  steps: listOfStrings({
    computed: true,
    description: "What people have to do for the change, in order. Null: the token stays.",
  }),
  unmanaged: objects(
    {
      kind: string({ computed: true, description: '"entra" or "okta".' }),
      id: string({ computed: true, description: "The vendor's own id." }),
      name: string({ computed: true, description: "What people call it." }),
    },
    {
      computed: true,
      description:
        "Applications of the same kind that are neither in consumers nor in unrelated: they may hold the token. Null: not checked.",
    },
  ),
};

/** As it is stored. */
export type Token = State<typeof scimTokenFields>;
/** As it is configured: what another resource decides in apply is unknown. */
export type Written = Configured<typeof scimTokenFields>;

const handedFields = {
  fingerprint: string({ required: true, description: "Of the token that was looked at." }),
  probe: oneOf(VERDICTS, { required: true, description: "Druva's last verdict on it." }),
};

/** What Read found out: plan decides on it, and apply looks again before it acts on it. */
export const scimTokenPrivateFields = {
  /** A rejection outlives answers that are no verdict. */
  probe: oneOf(VERDICTS, { required: true, description: "Druva's last verdict on the token." }),
  clock: oneOf(CLOCK_VERDICTS, { optional: true, description: "The clock's last verdict." }),
  message: string({ optional: true, description: "The verdict in words." }),
  users: listOfStrings({
    optional: true,
    description: "A few of the tenant's users, by id and a hash of the name: they tell its tokens.",
  }),
  edited: string({
    optional: true,
    description:
      "The fingerprint of a token that was put into the state beside another one's fingerprint, and on which Druva gave a verdict.",
  }),
  /** Null where none is handed over. Nothing else of that token is stored before an apply takes it. */
  handed: object(handedFields, { optional: true, description: "The token in the environment." }),
};
