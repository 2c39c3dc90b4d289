/** Outlooks, as the views get them. */
import type { BindingOutlook } from "../../cli/outlook/bindings";
import { type Findable, findingsOf, worstOf } from "../../cli/outlook/findings";
import { lastGapOf, stillOpenIn } from "../../cli/outlook/last-gap";
import type { Outlook } from "../../cli/outlook/outlook";
import { tokenPlan, type TokenOutlook } from "../../cli/outlook/token";
import type { StateBinding, TenantState, TokenState } from "../../cli/terraform/tenant-state";
import { Secret } from "../../cli/terminal/secret";
import { keyOf } from "../../provider/bindings/consumer";

export const SCIM_URL = "https://apis.druva.com/insync/scim";
export const FINGERPRINT = "0123456789ab";

export function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function aToken(over: Partial<TokenOutlook> = {}): TokenOutlook {
  return {
    generation: 2,
    fingerprint: FINGERPRINT,
    status: "valid",
    reason: "Druva accepts it; due from 2027-01-01",
    unanswered: null,
    issuedAt: utc("2026-01-31"),
    expiresAt: utc("2027-01-31"),
    rotateAt: utc("2027-01-01"),
    ageDays: 100,
    daysLeft: 265,
    pastFingerprints: ["aaaaaaaaaaaa"],
    provenAt: utc("2026-01-31"),
    plan: tokenPlan("acme", []),
    ...over,
  };
}

export function aBinding(over: Partial<BindingOutlook> = {}): BindingOutlook {
  return {
    key: "okta/0oaOne",
    kind: "okta",
    id: "0oaOne",
    name: "One",
    status: "tested",
    evidence: "Okta tried the token when saving it, and its provisioning connection is ENABLED",
    notes: [],
    verifiedAt: utc("2026-01-31"),
    untestable: null,
    gap: { atLeast: 3, atMost: 8 },
    byPerson: false,
    isBound: true,
    isBehind: false,
    action: "stay",
    newWriter: null,
    address: "druva_okta_binding.one",
    ...over,
  };
}

/** Its findings and its gap follow from the rest. */
export function anOutlook(over: Partial<Findable> = {}): Outlook {
  const { bindings = [aBinding()] } = over;
  const findable: Findable = {
    tenant: "acme",
    takenAt: utc("2026-05-11"),
    source: "plan",
    scimUrl: SCIM_URL,
    headline: "nothing",
    token: aToken(),
    bindings,
    lastGap: lastGapOf(bindings),
    stillOpen: stillOpenIn(bindings),
    others: [],
    unmanaged: [],
    warnings: [],
    errors: [],
    ...over,
  };
  const findings = findingsOf(findable);
  return { ...findable, findings, worst: worstOf(findings) };
}

export type OktaBinding = Extract<StateBinding, { kind: "okta" }>;

export function aBindingInState(over: Partial<OktaBinding> = {}): OktaBinding {
  return {
    kind: "okta",
    id: "0oaOne",
    provider: null,
    byPerson: false,
    fingerprint: FINGERPRINT,
    untestable: null,
    status: "tested",
    evidence: "Okta tried the token",
    notes: [],
    verifiedAt: utc("2026-01-31"),
    evidenceSince: null,
    gapSeconds: 8,
    gapSecondsAtLeast: 3,
    address: "druva_okta_binding.one",
    ...over,
  };
}

/** A tenant with the given bindings. */
export function aState(
  token: Partial<TokenState> = {},
  bindings: readonly StateBinding[] = [aBindingInState()],
): TenantState {
  return {
    token: {
      tenant: "acme",
      begin: "adopt",
      scimUrl: SCIM_URL,
      secret: new Secret("the-present-token"),
      fingerprint: FINGERPRINT,
      pastFingerprints: [],
      generation: 1,
      issuedAt: utc("2026-01-31"),
      expiresAt: utc("2027-01-31"),
      rotateAt: utc("2027-01-01"),
      provenAt: utc("2026-01-31"),
      status: "valid",
      reason: "Druva accepts it; due from 2027-01-01",
      answer: "accepted",
      unmanaged: [],
      consumers: bindings.map(({ kind, id }) => ({ kind, id })),
      ...token,
    },
    bindings: new Map(bindings.map((each) => [keyOf(each), each])),
  };
}
