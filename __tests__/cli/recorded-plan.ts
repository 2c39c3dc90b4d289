/** A plan as Terraform made it on the sandbox; `__tests__/data/record-plans.mjs` records them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PlanOutlook } from "../../cli/outlook/outlook";
import { outlookOfPlan, type PlanFacts } from "../../cli/outlook/make-outlook";
import { DAY_MS } from "../../provider/rotation/schedule";
import { type StateBinding, tenantState } from "../../cli/terraform/tenant-state";
import type { ConsumerKey } from "../../provider/bindings/consumer";
import { planDocument, terraformDiagnostic } from "../../cli/terraform/stack";
import { z } from "zod";

const recorded = z.object({
  situation: z.string(),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  diagnostics: z.array(terraformDiagnostic),
  document: planDocument.nullable(),
});

const recordings = new Map(
  readFileSync(join(__dirname, "../data/recorded-plans.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => recorded.parse(JSON.parse(line)))
    .map((each) => [each.situation, each]),
);

export function recordedPlan(situation: string): PlanFacts {
  const found = recordings.get(situation);
  if (found === undefined) throw new Error(`${situation} was not recorded`);
  const { exitCode, diagnostics, document } = found;
  const resources = document?.prior_state?.values?.root_module.resources ?? [];
  return { exitCode, diagnostics, document, prior: tenantState("acme", resources) };
}

export function recordedSituations(): string[] {
  return [...recordings.keys()];
}

/**
 * The outlook of a recorded plan, so many days before its token expires. A plan that failed has the
 * state of "nothing".
 */
export function recordedOutlook(plan: string | PlanFacts, daysLeft = 200): PlanOutlook {
  const facts = typeof plan === "string" ? recordedPlan(plan) : plan;
  const saved = facts.document === null ? recordedPlan("nothing").prior : null;
  const { expiresAt } = (facts.prior ?? saved ?? recordedPlan("nothing").prior)?.token ?? {};
  const now = new Date((expiresAt?.getTime() ?? 0) - daysLeft * DAY_MS);
  const redact = (text: string) => text;
  return outlookOfPlan("acme", facts, { now, scimUrl: "https://localhost/scim", redact, saved });
}

/** A recorded plan that found some bindings otherwise. */
export function recordedPlanWith(
  situation: string,
  edit: (binding: StateBinding, key: ConsumerKey) => StateBinding,
): PlanFacts {
  const plan = recordedPlan(situation);
  if (plan.prior === null) throw new Error(`${situation} was recorded without a state`);
  const bindings = new Map(
    [...plan.prior.bindings].map(([key, each]) => [key, edit(each, key)] as const),
  );
  return { ...plan, prior: { ...plan.prior, bindings } };
}
