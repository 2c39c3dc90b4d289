import { outlookOfState } from "../../../cli/outlook/make-outlook";
import type { TokenState } from "../../../cli/terraform/tenant-state";
import { aState, SCIM_URL, utc } from "../an-outlook";

const tokenOn = (day: string, token: Partial<TokenState> = {}) =>
  outlookOfState(aState(token), { now: utc(day), scimUrl: SCIM_URL, redact: (text) => text }).token;

test("age and days left are whole days, by the clock that is given", () => {
  expect(tokenOn("2026-02-10")).toMatchObject({
    ageDays: 10,
    daysLeft: 355,
  });
});

test("an expired token has negative days left", () => {
  expect(tokenOn("2027-02-03")).toMatchObject({ daysLeft: -3, status: "expired" });
  expect(tokenOn("2027-01-31")).toMatchObject({ daysLeft: -1, status: "expired" });
});

test("a token is as it was found last, until the clock says more", () => {
  expect(tokenOn("2026-05-11").status).toBe("valid");
  expect(tokenOn("2027-01-02").status).toBe("due");
});

test("of a token that Druva rejects, the calendar has nothing to say", () => {
  const rejected = { status: "rejected", reason: "Druva rejects it (401)" } as const;
  expect(tokenOn("2027-01-02", rejected)).toMatchObject({
    status: "rejected",
    reason: "Druva rejects it (401)",
  });
});

test("of a token whose age is unknown, no day is guessed", () => {
  const unknown = { issuedAt: null, expiresAt: null, rotateAt: null };
  expect(tokenOn("2030-01-01", unknown)).toMatchObject({
    status: "valid",
    ageDays: null,
    daysLeft: null,
  });
});

test("an observed token is only watched", () => {
  const observed = { begin: "observe", secret: null, fingerprint: null, generation: 0 } as const;
  expect(tokenOn("2026-05-11", observed).status).toBe("observed");
});

test.each([
  ["accepted", null],
  ["refused", "Druva answered 403"],
  [null, "Druva was not asked"],
] as const)("whether Druva accepts it is known from the answer %s or told: %s", (answer, why) => {
  expect(tokenOn("2026-05-11", { answer, reason: "Druva answered 403" }).unanswered).toBe(why);
});
