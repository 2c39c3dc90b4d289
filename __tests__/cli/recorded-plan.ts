/** A plan as Terraform made it on the sandbox: __tests__/data/plans, recorded by record.mjs there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PlanFacts, type Summary, summarize } from "../../cli/outlook/plan-summary";
import { tenantState } from "../../cli/terraform/tenant-state";
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

export function summaryOf(situation: string): Summary {
  return summarize("acme", recordedPlan(situation));
}
