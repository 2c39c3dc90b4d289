import { outlookOfPlan, outlookOfState } from "../../../cli/outlook/make-outlook";
import { driftReport } from "../../../cli/show/drift-report";
import { escaped } from "../../../cli/show/markdown";
import { statusPage } from "../../../cli/show/page/page";
import { planMarkdown } from "../../../cli/show/plan-markdown";
import { redactor } from "../../../cli/terraform/redacted";
import { aBindingInState, aState, SCIM_URL, utc } from "../an-outlook";
import { recordedPlanWith } from "../recorded-plan";

const SECRET = "a_client~secret@of//ours";
const quoting = `Okta answered 401 to ${SECRET}`;
const facts = {
  now: utc("2026-05-11"),
  scimUrl: SCIM_URL,
  redact: redactor({ OKTA_API_TOKEN: SECRET }, null),
};

test("a secret in a vendor's words is in no comment, also not as markdown escapes it", () => {
  const plan = recordedPlanWith("rotate", (each) => ({
    ...each,
    status: "rejected",
    evidence: quoting,
    notes: [quoting],
  }));
  const comment = planMarkdown(outlookOfPlan("acme", plan, { ...facts, saved: null }));
  expect(comment).toContain("Okta answered 401 to (secret)");
  expect(comment).not.toContain(escaped(SECRET));
  expect(comment).not.toContain(SECRET);
});

test("no secret is in what is written to a file without a terminal", () => {
  const binding = aBindingInState({ status: "rejected", evidence: quoting, notes: [quoting] });
  const state = aState({ unmanaged: [{ kind: "okta", id: "0oaOther", name: SECRET }] }, [binding]);
  const named = {
    ...state.token,
    consumers: [{ kind: "okta", id: "0oaOne", name: SECRET }],
  } as const;
  const outlook = outlookOfState({ ...state, token: named }, facts);
  expect(statusPage([outlook])).not.toContain("a_client");
  expect(JSON.stringify(driftReport(outlook))).not.toContain("a_client");
  expect(JSON.stringify(outlook)).not.toContain("a_client");
});
