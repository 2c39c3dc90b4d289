/** A plan as Terraform made it on the sandbox: __tests__/data/plans, recorded by record.mjs there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PlanOutlook } from "../../cli/outlook/outlook";
import { outlookOfPlan, type PlanFacts } from "../../cli/outlook/make-outlook";
import { DAY_MS } from "../../provider/rotation/schedule";
import { type StateBinding, tenantState } from "../../cli/terraform/tenant-state";
import type { ConsumerKey } from "../../provider/bindings/consumer";
import { planDocument, terraformDiagnostic } from "../../cli/terraform/stack";
import { z } from "zod";

const folder = join(__dirname, "../data/plans");

const recorded = z.object({
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  diagnostics: z.array(terraformDiagnostic),
  document: planDocument.nullable(),
});

export function recordedPlan(situation: string): PlanFacts {
  const text = readFileSync(join(folder, `${situation}.json`), "utf8");
  const { exitCode, diagnostics, document } = recorded.parse(JSON.parse(text));
  const resources = document?.prior_state?.values?.root_module.resources ?? [];
  return { exitCode, diagnostics, document, prior: tenantState("acme", resources) };
}

export function recordedSituations(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(/\.json$/, ""));
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
