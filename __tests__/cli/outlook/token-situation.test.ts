import { tokenSituation } from "../../../cli/outlook/token-situation";
import { Secret } from "../../../cli/terminal/secret";
import type { TokenState } from "../../../cli/terraform/tenant-state";
import { utc } from "../situations";

function aState(over: Partial<TokenState> = {}): TokenState {
  return {
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
    unmanaged: [],
    consumers: [],
    ...over,
  };
}

test("age and days left are whole days, by the clock that is given", () => {
  expect(tokenSituation(aState(), utc("2026-02-10"))).toMatchObject({
    ageDays: 10,
    daysLeft: 355,
  });
});

test("an expired token has negative days left", () => {
  const shown = tokenSituation(aState(), utc("2027-02-03"));
  expect(shown).toMatchObject({ daysLeft: -3, status: "expired" });
});

test("a token is as it was found last, until the clock says more", () => {
  expect(tokenSituation(aState(), utc("2026-05-11")).status).toBe("valid");
  expect(tokenSituation(aState(), utc("2027-01-02")).status).toBe("due");
});

test("of a token that Druva rejects, the calendar has nothing to say", () => {
  const rejected = aState({ status: "rejected", reason: "Druva rejects it (401)" });
  expect(tokenSituation(rejected, utc("2027-01-02"))).toMatchObject({
    status: "rejected",
    reason: "Druva rejects it (401)",
  });
});

test("of a token whose age is unknown, no day is guessed", () => {
  const unknown = aState({ issuedAt: null, expiresAt: null, rotateAt: null });
  expect(tokenSituation(unknown, utc("2030-01-01"))).toMatchObject({
    status: "valid",
    ageDays: null,
    daysLeft: null,
  });
});

test("an observed token is only watched", () => {
  const observed = aState({ begin: "observe", secret: null, fingerprint: null, generation: 0 });
  expect(tokenSituation(observed, utc("2026-05-11")).status).toBe("observed");
});
