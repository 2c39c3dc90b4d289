import { ENTRA_ENGINEERING, HOLDERS, TENANT } from "../acme";
import { ofDeployment, ofPlan } from "../what-terraform-said";
import { allHold } from "../what-the-sandbox-saw";
import type { Step } from "../step";

/** A typo in the SCIM URL passes the review: the deploy refuses before anything is written. */
export const wrongUrlStep: Step = {
  name: "wrong URL",
  title: "Wrong URL: nothing is written that is not known to work",
  shows: ["A pull request with a typo in the SCIM URL was merged. No application was touched."],
  async run({ repository, say }, tick) {
    const { control } = repository.sandbox;
    const before = await control.holdings();
    say("a pull request with a typo in the SCIM URL is merged");
    const wrong = `${repository.environment["DRUVA_SCIM_URL"] ?? ""}m`;
    await repository.configure((config) => config.setIn(["tenants", TENANT, "scimUrl"], wrong));
    const deployed = await repository.deploy();
    tick("the deploy fails", deployed.exitCode !== 0, ofDeployment(deployed));
    const after = await control.holdings();
    tick(
      "no binding was touched: token and URL are as they were",
      JSON.stringify(after) === JSON.stringify(before),
      after.map(({ name, baseUrl }) => `${name}: ${baseUrl ?? "no URL"}`).join(", "),
    );
    const { outcome, detail } = await control.cycle(ENTRA_ENGINEERING);
    tick("provisioning goes on", outcome === "created", detail);

    say("the typo is reverted");
    await repository.configure((config) => config.deleteIn(["tenants", TENANT, "scimUrl"]));
    const clean = await repository.plan();
    tick("the plan is clean", clean.exitCode === 0, ofPlan(clean));
    const everything = await allHold(control, HOLDERS);
    tick("everything holds the living token", everything.held, everything.evidence);
  },
};
