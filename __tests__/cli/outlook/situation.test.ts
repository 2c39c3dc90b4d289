import { situation } from "../../../cli/outlook/situation";
import { Secret } from "../../../cli/terminal/secret";
import type { TenantState } from "../../../cli/terraform/tenant-state";
import { utc } from "../situations";

const state: TenantState = {
  token: {
    tenant: "acme",
    begin: "adopt",
    scimUrl: "https://apis.druva.com/insync/scim",
    secret: new Secret("the-living-token"),
    fingerprint: "0123456789ab",
    pastFingerprints: [],
    generation: 1,
    issuedAt: utc("2026-01-31"),
    expiresAt: utc("2027-01-31"),
    rotateAt: utc("2027-01-01"),
    provenAt: utc("2026-01-31"),
    status: "valid",
    reason: "Druva accepts it; due from 2027-01-01",
    answer: "accepted",
    unmanaged: [{ kind: "okta", id: "0oaOther", name: "Other" }],
    consumers: [{ kind: "okta", id: "0oaOne" }],
  },
  bindings: new Map(),
};
const facts = {
  now: utc("2026-05-11"),
  scimUrl: "https://apis.druva.com/insync/scim",
  source: "plan" as const,
  warnings: [],
};

test("a consumer that was never applied is the worst of a tenant whose token is valid", () => {
  const { worst, bindings } = situation(state, facts);
  expect(worst).toBe("drifted");
  expect(bindings).toMatchObject([{ key: "okta/0oaOne", status: "unproven" }]);
});

test("what a plan found beyond the state counts, and its failure too", () => {
  const bound = { ...state, token: { ...state.token, consumers: [] } };
  expect(situation(bound, facts).worst).toBeNull();
  expect(situation(bound, { ...facts, found: "stopped" }).worst).toBe("stopped");
  expect(situation(bound, { ...facts, source: "failed plan" }).worst).toBe("blind");
});

test("applications that may hold the token are named where a plan has just looked for them", () => {
  expect(situation(state, facts).unmanaged).toMatchObject([{ key: "okta/0oaOther" }]);
  expect(situation(state, { ...facts, source: "saved" }).unmanaged).toEqual([]);
});
