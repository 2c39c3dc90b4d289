import { ofPlan } from "../what-terraform-said";
import type { Step } from "../step";

/** Nothing to do is said as nothing to do. */
export const planStep: Step = {
  name: "plan",
  title: "Plan: no changes",
  shows: ["Nothing to do: exit code 0, no warning."],
  async run({ repository, say }, tick) {
    say("terraform plan -detailed-exitcode");
    const planned = await repository.plan();
    tick(
      "the plan is clean: exit 0, no changes",
      planned.exitCode === 0 && planned.changes.length === 0,
      ofPlan(planned),
    );
    tick("it has no warning", planned.warnings.length === 0, warnings(planned.warnings));
  },
};

function warnings(list: readonly string[]): string {
  return list.length === 0 ? "no warnings" : list.join("\n");
}
