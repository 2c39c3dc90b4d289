import fc from "fast-check";

import {
  type DriftReport,
  driftReport,
  URGENCY_DAYS,
  urgencyOf,
} from "../../../cli/show/drift-report";
import { driftText } from "../../../cli/show/drift-text";
import { aBinding, anOutlook, aToken, utc } from "../an-outlook";
import { recordedOutlook } from "../recorded-plan";

const reportOf = (situation: string, daysLeft?: number): DriftReport =>
  driftReport(recordedOutlook(situation, daysLeft));

test("the exit code is that of the worst, and each finding says what to do", () => {
  const { worst, exitCode, findings } = reportOf("rejected");
  expect({ worst, exitCode }).toEqual({ worst: "broken", exitCode: 5 });
  expect(findings[0]?.todo).toContain("DRUVA_SCIM_TOKEN_ACME");
  expect(findings.map(({ todo }) => todo)).not.toContain("");
});

test("nothing wrong is exit code 0", () => {
  expect(reportOf("nothing")).toMatchObject({ worst: null, exitCode: 0, findings: [] });
});

test("a plan that fails is judged by the dates that were saved last", () => {
  expect(reportOf("expired-identity", 10)).toMatchObject({
    worst: "blind",
    token: { generation: 1, daysLeft: 10, urgencyDays: 14 },
  });
});

test("an application that is not bound is a note, and no finding", () => {
  expect(reportOf("unmanaged-holder").notes).toMatchObject([
    { summary: expect.stringContaining("Druva Sales") as string },
    { summary: expect.stringContaining("Druva Legal") as string },
  ]);
});

test("a note that is no finding is told beside, and one that is a finding is not", () => {
  const notes = ["Okta answered 403"];
  const { key } = aBinding();
  expect(driftReport(anOutlook({ bindings: [aBinding({ notes })] })).notes).toMatchObject([
    { detail: "Okta answered 403" },
  ]);
  const stopped = anOutlook({ bindings: [aBinding({ notes, kind: "entra" })] });
  expect(driftReport(stopped)).toMatchObject({ findings: [{ subject: key }], notes: [] });
});

test("evidence is told with the finding that it supports, and with no other", () => {
  const evidence = "Okta tried the token";
  const whatOf = (over: Parameters<typeof aBinding>[0]) =>
    driftReport(anOutlook({ bindings: [aBinding({ evidence, ...over })] })).findings[0]?.what;
  expect(whatOf({ status: "unproven" })).toMatch(/Nothing shows that .* Okta tried the token\.$/);
  expect(whatOf({ status: "unproven", isBehind: true })).not.toContain(evidence);
  expect(whatOf({ status: "unknown", action: "remove" })).toContain(evidence);
  expect(whatOf({ status: "tested", action: "remove" })).not.toContain(evidence);
});

test("for people it is sorted by kind, the worst first, each with what to do", () => {
  const outlook = anOutlook({
    takenAt: utc("2027-01-11"),
    token: aToken({ daysLeft: 20 }),
    bindings: [aBinding({ status: "rejected", evidence: "Okta answered 401" })],
    warnings: [{ code: null, summary: "Not checked", detail: "One.\nTwo." }],
  });
  expect(driftText(driftReport(outlook), { paint: (_style, text) => text })).toBe(
    `acme: broken. Generation 2, 20 days left (until 2027-01-31).

broken (users are not provisioned until it is fixed):
  One (Okta) holds a token that does not work. Okta answered 401.
    Deploy: the current token is written again and tested. No token is issued.

due (the token has to be rotated before it expires):
  The token of generation 2 is due since 2027-01-01; it expires on 2027-01-31.
    Ask for generation 3 (druva-scim request) and have it reviewed; generate the token only after that.

Beside it:
  Not checked
    One.
    Two.`,
  );
});

test("the urgency is the smallest step that is not below the days left", () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (daysLeft) => {
      const urgency = urgencyOf(daysLeft);
      const steps = URGENCY_DAYS.filter((days) => days >= daysLeft);
      expect(urgency).toBe(steps.length === 0 ? null : Math.min(...steps));
    }),
  );
});

test("with fewer days left it is never less urgent", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9, max: 99 }), fc.nat(50), (daysLeft, later) => {
      expect(urgencyOf(daysLeft - later) ?? Infinity).toBeLessThanOrEqual(
        urgencyOf(daysLeft) ?? Infinity,
      );
    }),
  );
});
