/** What Terraform's state says of a tenant's token and of the tests of all that holds it. */
import { z } from "zod";

import { Secret } from "./secret";

/** `terraform show -json`, of a state or of a plan's prior one, as far as it is looked at. */
export const shownResource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  values: z.record(z.string(), z.unknown()).default({}),
});
export type ShownResource = z.infer<typeof shownResource>;

const date = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullable()
  .default(null);
const text = z.string().nullable().default(null);
const number = z.number().nullable().default(null);
const list = z
  .array(z.string())
  .nullish()
  .transform((items): readonly string[] => items ?? []);

const consumer = z.object({
  kind: z.enum(["entra", "okta", "command"]),
  id: z.string(),
  provider: text,
  name: text,
  job_id: text,
  manage_job: z.boolean().nullable().default(null),
  entered_by: text,
  bind_command: z.array(z.string()).nullable().default(null),
  test_command: z.array(z.string()).nullable().default(null),
});
/** As the provider's preflight takes it. */
export type StateConsumer = z.infer<typeof consumer>;

const token = z
  .object({
    tenant: z.string(),
    begin: z.enum(["observe", "adopt", "issue"]),
    scim_url: text,
    token: text,
    fingerprint: text,
    past_fingerprints: list,
    generation: z.number(),
    issued_at: date,
    expires_at: date,
    rotate_at: date,
    old_token_last_valid_at: date,
    proven_at: date,
    status: z.enum(["valid", "due", "expired", "rejected", "unproven", "observed"]).nullable(),
    reason: text,
    require_all_bound: z.boolean().nullable().default(null),
    consumers: z
      .array(consumer)
      .nullish()
      .transform((items) => items ?? []),
  })
  .transform((found) => ({
    tenant: found.tenant,
    begin: found.begin,
    scimUrl: found.scim_url,
    /** The living token; null when observed. */
    secret: found.token === null ? null : new Secret(found.token),
    fingerprint: found.fingerprint,
    /** Oldest first. */
    pastFingerprints: found.past_fingerprints,
    /** 0 when observed. */
    generation: found.generation,
    issuedAt: found.issued_at,
    expiresAt: found.expires_at,
    rotateAt: found.rotate_at,
    oldTokenLastValidAt: found.old_token_last_valid_at,
    provenAt: found.proven_at,
    /** At the last apply or saved refresh; the clock may have gone on since. */
    status: found.status,
    reason: found.reason,
    requireAllBound: found.require_all_bound === true,
    consumers: found.consumers,
  }));
export type TokenState = z.output<typeof token>;

/** "entra/<object id>", "okta/<app id>" or "command/<name>": as `consumers` of the token has it. */
export type BindingKey = `${"entra" | "okta" | "command"}/${string}`;

const common = {
  fingerprint: text,
  untestable: text,
  status: z.enum(["tested", "rejected", "unproven", "waiting"]).nullable().default(null),
  evidence: text,
  verified_at: date,
  evidence_since: date,
  gap_seconds: number,
  gap_seconds_at_least: number,
};

const connectionTests = {
  druva_entra_connection_test: z
    .object({ ...common, service_principal_id: z.string(), entra: text, job_id: text })
    .transform((found) => ({
      ...shared(found),
      kind: "entra" as const,
      id: found.service_principal_id.replace(/^\/?servicePrincipals\//, ""),
      provider: found.entra,
      jobId: found.job_id,
    })),
  druva_okta_connection_test: z
    .object({ ...common, app_id: z.string(), okta: text, entered_by: text, confirmed: text })
    .transform((found) => ({
      ...shared(found),
      kind: "okta" as const,
      id: found.app_id,
      provider: found.okta,
      enteredBy: found.entered_by === "person" ? ("person" as const) : ("api" as const),
      confirmed: found.confirmed,
    })),
  druva_command_connection_test: z
    .object({
      ...common,
      name: z.string(),
      test_command: z.array(z.string()),
      environment: list,
      deadline_seconds: number,
    })
    .transform((found) => ({
      ...shared(found),
      kind: "command" as const,
      id: found.name,
      testCommand: found.test_command,
      environment: found.environment,
      deadlineSeconds: found.deadline_seconds,
    })),
};

function shared(found: z.output<z.ZodObject<typeof common>>) {
  return {
    /** Of the token that it was tested with; null when observed. */
    fingerprint: found.fingerprint,
    untestable: found.untestable,
    status: found.status,
    evidence: found.evidence,
    verifiedAt: found.verified_at,
    /** By the vendor's clock: from when on its log tells of that token. */
    evidenceSince: found.evidence_since,
    /** Seconds, at most; null: not known, or there was none. */
    gapSeconds: found.gap_seconds,
    /** Seconds, at least. */
    gapSecondsAtLeast: found.gap_seconds_at_least,
  };
}

/** A connection test, by what it tests. */
export type BindingTest = z.output<(typeof connectionTests)[keyof typeof connectionTests]> & {
  /** Terraform's address of the test. */
  readonly address: string;
};

export interface TenantState {
  readonly token: TokenState;
  readonly tests: ReadonlyMap<BindingKey, BindingTest>;
}

/** Null where these resources hold no token of that tenant: nothing was deployed yet. */
export function tenantState(
  tenant: string,
  resources: readonly ShownResource[],
): TenantState | null {
  const found = resources
    .filter(({ mode, type }) => mode === "managed" && type === "druva_scim_token")
    .map(({ values }) => token.parse(values))
    .find((each) => each.tenant === tenant);
  if (found === undefined) return null;
  const tests = resources.flatMap(({ type, values, address }): BindingTest[] => {
    if (!isConnectionTest(type)) return [];
    return [{ ...connectionTests[type].parse(values), address }];
  });
  return {
    token: found,
    tests: new Map(tests.map((test) => [keyOf(test), test])),
  };
}

export function keyOf({ kind, id }: Pick<BindingTest, "kind" | "id">): BindingKey {
  return `${kind}/${id}`;
}

function isConnectionTest(type: string): type is keyof typeof connectionTests {
  return Object.hasOwn(connectionTests, type);
}
