/** Tenants as they may stand, for tests of whatever shows them. */
import type { Situation } from "../../cli/outlook/situation";
import type { BindingSituation } from "../../cli/outlook/binding-situation";
import type { TokenSituation } from "../../cli/outlook/token-situation";

export function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function aToken(over: Partial<TokenSituation> = {}): TokenSituation {
  return {
    generation: 2,
    fingerprint: "0123456789ab",
    status: "valid",
    reason: "Druva accepts it; due from 2027-01-01",
    issuedAt: utc("2026-01-31"),
    expiresAt: utc("2027-01-31"),
    rotateAt: utc("2027-01-01"),
    ageDays: 100,
    daysLeft: 265,
    pastFingerprints: ["aaaaaaaaaaaa"],
    provenAt: utc("2026-01-31"),
    ...over,
  };
}

export function aBinding(over: Partial<BindingSituation> = {}): BindingSituation {
  return {
    key: "okta/0oaOne",
    kind: "okta",
    id: "0oaOne",
    name: "One",
    status: "tested",
    finding: null,
    evidence: "Okta tried the token when saving it, and its provisioning connection is ENABLED",
    verifiedAt: utc("2026-01-31"),
    gap: { atLeast: 3, atMost: 8 },
    problem: null,
    todo: null,
    ...over,
  };
}

export function aSituation(over: Partial<Situation> = {}): Situation {
  return {
    tenant: "acme",
    takenAt: utc("2026-05-11"),
    source: "plan",
    scimUrl: "https://apis.druva.com/insync/scim",
    worst: null,
    token: aToken(),
    lastGap: { atLeast: 3, atMost: 8 },
    stillOpen: [],
    bindings: [aBinding()],
    unmanaged: [],
    warnings: [],
    ...over,
  };
}
