import { OKTA_PERSON, PERSONS_APP } from "../acme";
import { ofDeployment, ofPlan } from "../what-terraform-said";
import { allHold } from "../what-the-sandbox-saw";
import type { Step } from "../step";

/** Somebody else generates a token in the console: seen, said, healed without a further issue. */
export const driftStep: Step = {
  name: "drift",
  title: "Drift: somebody else generated a token",
  shows: ["Somebody else generated a token. The plan said so, and one deploy healed everything."],
  async run({ repository, say }, tick) {
    const { control } = repository.sandbox;
    say("another administrator generates a token in the console");
    const foreign = await control.generateToken();
    const issued = (await control.tokens()).length;
    const drifted = await repository.plan();
    const change = drifted.changes.find(({ type }) => type === "druva_scim_token");
    tick("the plan exits 2", drifted.exitCode === 2, ofPlan(drifted));
    tick(
      'and says "rejected"',
      change?.before["status"] === "rejected" && /rejects/.test(String(change.after["reason"])),
      `status ${String(change?.before["status"])}, reason: ${String(change?.after["reason"])}`,
    );

    say("that token is handed over");
    await repository.enterInOkta(PERSONS_APP, foreign);
    const healed = await repository.deploy(foreign);
    tick("the deploy succeeds", healed.exitCode === 0, ofDeployment(healed));
    const { outcome, detail } = await control.cycle(OKTA_PERSON);
    tick("the person's app provisions again", outcome === "created", detail);
    const everything = await allHold(control);
    tick("every binding holds the living token", everything.held, everything.evidence);
    const count = (await control.tokens()).length;
    tick("no further token was issued", count === issued, `${issued} before, ${count} after`);
    const after = await repository.plan();
    tick("the next plan is clean", after.exitCode === 0, ofPlan(after));
  },
};
