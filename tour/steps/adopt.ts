import { HOLDERS, OKTA_PERSON, PERSONS_APP, TENANT } from "../acme";
import { confirmPersonsApp } from "../confirm";
import { ofDeployment, ofPlan } from "../what-terraform-said";
import { portalSettings } from "../portal-settings";
import { allHold, journalMark, proveBindings } from "../what-the-sandbox-saw";
import type { Step } from "../step";

/** The tenant's token is handed over, bound everywhere and tested. */
export const adoptStep: Step = {
  name: "adopt",
  title: "Adopt the tenant's token and bind it to everything",
  shows: ["The token in use went into six applications, and each of them was tested."],
  async run({ repository, say }, tick) {
    const { control } = repository.sandbox;
    const since = await journalMark(control);
    const token = await repository.generate(); // the day on which the tenant got its token
    const today = await repository.today();
    await repository.configure((config) => config.setIn(["tenants", TENANT, "issuedOn"], today));

    const settings = await portalSettings(control);
    say("deploy: the token is handed over and bound");
    const deployed = await repository.deploy(token);
    tick("the first deploy succeeds", deployed.exitCode === 0, ofDeployment(deployed));
    const bound = await allHold(
      control,
      HOLDERS.filter((holder) => holder !== OKTA_PERSON),
    );
    tick("everything that software can set holds the token", bound.held, bound.evidence);
    const proofs = await proveBindings(control, since);
    const untested = proofs.filter(({ id, tested }) => tested === null && id !== PERSONS_APP);
    tick(
      "each of them was tested",
      untested.length === 0,
      proofs.map(({ name, tested }) => `${name}: ${tested ?? "not tested"}`).join(", "),
    );

    const after = await portalSettings(control);
    tick("Entra's other settings are untouched, byte for byte", after === settings, after);

    say("terraform plan: the app that only a person can set is waited for");
    const waiting = await repository.plan();
    tick(
      "the plan stays at 2, for the person's app alone",
      waiting.exitCode === 2 &&
        waiting.changes.length === 1 &&
        waiting.changes[0]?.type === "druva_okta_binding" &&
        waiting.changes[0].before["status"] === "waiting",
      ofPlan(waiting),
    );

    say("a person enters the token in the Admin Console and confirms it in the config");
    await repository.enterInOkta(PERSONS_APP, token);
    await confirmPersonsApp(repository);
    const confirmed = await repository.deploy();
    tick("the second deploy succeeds", confirmed.exitCode === 0, ofDeployment(confirmed));
    const everything = await allHold(control);
    tick("now everything holds the living token", everything.held, everything.evidence);
  },
};
