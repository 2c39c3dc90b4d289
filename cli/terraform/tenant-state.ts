/** What Terraform's state says of a tenant's token and of everything that holds it. */
import { z } from "zod";

import {
  type ConsumerKey,
  type ConsumerKind,
  keyOf,
  principalIdOf,
  readConsumers,
} from "../../provider/bindings/consumer";
import { BINDING_STATUSES } from "../../provider/bindings/binding-status";
import { ANSWERS } from "../../provider/rotation/probe";
import { TOKEN_STATUSES } from "../../provider/rotation/token-status";
import { Secret } from "../terminal/secret";

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

const unmanagedHolder = z.object({
  kind: z.enum(["entra", "okta"]),
  id: z.string(),
  name: z.string(),
});

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
    proven_at: date,
    status: z.enum(TOKEN_STATUSES).nullable(),
    reason: text,
    answer: z.enum(ANSWERS).nullable().default(null),
    unmanaged: z.array(unmanagedHolder).nullable().default(null),
    consumers: text,
  })
  .transform((found) => ({
    tenant: found.tenant,
    begin: found.begin,
    scimUrl: found.scim_url,
    /** The current token; null when observed. */
    secret: found.token === null ? null : new Secret(found.token),
    fingerprint: found.fingerprint,
    /** Oldest first. */
    pastFingerprints: found.past_fingerprints,
    /** 0 when observed. */
    generation: found.generation,
    issuedAt: found.issued_at,
    expiresAt: found.expires_at,
    rotateAt: found.rotate_at,
    provenAt: found.proven_at,
    /** As the plan or the saved state has it; the clock may have gone on since. */
    status: found.status,
    reason: found.reason,
    /** Druva's, when it was last asked about the token; null: it was not asked. */
    answer: found.answer,
    /** Applications of the same kind that are no consumers; null: not checked. */
    unmanaged: found.unmanaged,
    consumers: readConsumers(found.consumers),
  }));
export type TokenState = z.output<typeof token>;

const common = {
  fingerprint: text,
  through: text,
  untestable: text,
  status: z
    .enum(BINDING_STATUSES)
    .nullish()
    .transform((status) => status ?? "unproven"),
  evidence: text,
  notes: list,
  verified_at: date,
  evidence_since: date,
  gap_seconds: number,
  gap_seconds_at_least: number,
};

const bindings = {
  druva_entra_binding: z
    .object({ ...common, service_principal_id: z.string(), entra: text })
    .transform((found) => ({
      ...shared(found),
      kind: "entra" as const,
      id: principalIdOf(found.service_principal_id),
      provider: found.entra,
    })),
  druva_okta_binding: z
    .object({ ...common, app_id: z.string(), okta: text })
    .transform((found) => ({
      ...shared(found),
      kind: "okta" as const,
      id: found.app_id,
      provider: found.okta,
    })),
  druva_command_binding: z.object({ ...common, name: z.string() }).transform((found) => ({
    ...shared(found),
    kind: "command" as const,
    id: found.name,
  })),
} satisfies Record<`druva_${ConsumerKind}_binding`, z.ZodType>;

function shared(found: z.output<z.ZodObject<typeof common>>) {
  return {
    /** Of the token that it was applied with; null when observed. */
    fingerprint: found.fingerprint,
    /** No program can enter the token there. */
    byPerson: found.through === "person",
    untestable: found.untestable,
    /** As the last look found it: that of a plan, or of the last apply or saved refresh. */
    status: found.status,
    evidence: found.evidence,
    notes: found.notes,
    verifiedAt: found.verified_at,
    /** By the vendor's clock: from when on its log tells of that token. */
    evidenceSince: found.evidence_since,
    /** Seconds, at most; null: not known, or there was none. */
    gapSeconds: found.gap_seconds,
    /** Seconds, at least. */
    gapSecondsAtLeast: found.gap_seconds_at_least,
  };
}

export type StateBinding = z.output<(typeof bindings)[keyof typeof bindings]> & {
  /** Terraform's. */
  readonly address: string;
};

export interface TenantState {
  readonly token: TokenState;
  readonly bindings: ReadonlyMap<ConsumerKey, StateBinding>;
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
  const all = resources.flatMap(({ type, values, address }): StateBinding[] =>
    isBinding(type) ? [{ ...bindings[type].parse(values), address }] : [],
  );
  return { token: found, bindings: new Map(all.map((each) => [keyOf(each), each])) };
}

function isBinding(type: string): type is keyof typeof bindings {
  return Object.hasOwn(bindings, type);
}
