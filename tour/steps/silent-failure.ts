import {
  ENGINEERING,
  ENTRA_ENGINEERING,
  ENTRA_SALES,
  HOLDERS,
  OKTA_PERSON,
  PERSONS_APP,
  SALES,
} from "../acme";
import { ofDeployment, ofPlan } from "../what-terraform-said";
import { allHold, livingToken } from "../what-the-sandbox-saw";
import { requestRotation } from "../request";
import { failNextSecretWrite } from "../fault";
import { StockAlone } from "../stock-alone";
import type { Step } from "../step";

/**
 * A write to Entra fails in the middle of a rotation, the provider's own and azuread's: here both are
 * seen and healed, with the stock resource alone it is not.
 */
export const silentFailureStep: Step = {
  name: "silent failure",
  title: "Silent failure: Entra refuses a write once, the provider's own and azuread's",
  shows: [
    "In the middle of a rotation, Entra refused to save the token in one application.",
    "azuread alone: the next plan is clean, and the application keeps the dead token.",
    "This package:  the next plan names the application, and one deploy heals it.",
  ],
  async run(tour, tick) {
    const { repository, say } = tour;
    const { control } = repository.sandbox;
    const generation = Number((await repository.plan()).token["generation"]) + 1;
    await requestRotation(repository, generation, "A rotation with a fault");
    const old = await livingToken(control);
    const next = await repository.generate();
    await repository.enterInOkta(PERSONS_APP, next);

    say("a rotation in which Entra answers 400 to one write of each");
    const faults = [
      await failNextSecretWrite(control, ENGINEERING),
      await failNextSecretWrite(control, SALES),
    ];
    const failed = await repository.deploy(next);
    const met = (await control.faults.list()).filter(({ seen }) => seen === 1);
    for (const fault of faults) await control.faults.clear(fault.id);
    tick(
      "the deploy fails loudly",
      failed.exitCode !== 0 && met.length === faults.length,
      `the deploy exited ${failed.exitCode}, ${met.length} writes met the fault`,
    );
    const dead = await Promise.all(
      [ENTRA_ENGINEERING, ENTRA_SALES].map((each) => control.holding(each)),
    );
    tick(
      "Entra still holds the dead token in both",
      dead.every(({ fingerprint }) => fingerprint === old.fingerprint),
      `dead ${old.fingerprint}; ${dead.map(({ name, fingerprint }) => `${name}: ${fingerprint ?? "none"}`).join(", ")}`,
    );
    const { outcome, detail } = await control.cycle(OKTA_PERSON);
    tick("the person's app provisions with the new one", outcome === "created", detail);
    const unclean = await repository.plan(next);
    const planned = unclean.changes.map(
      ({ type, after }) => `${type} ${String(after["service_principal_id"])}`,
    );
    tick(
      "the next plan is NOT clean: it has these two applications, and only these",
      unclean.exitCode === 2 &&
        planned.length === 2 &&
        [ENGINEERING, SALES].every((id) => planned.includes(`druva_entra_binding ${id}`)),
      ofPlan(unclean),
    );

    say("the next deploy heals both");
    const before = (await control.tokens()).length;
    const healed = await repository.deploy(next);
    tick("the next deploy succeeds", healed.exitCode === 0, ofDeployment(healed));
    const everything = await allHold(control, HOLDERS);
    tick("every binding holds the same token", everything.held, everything.evidence);
    const after = (await control.tokens()).length;
    tick("no second token was issued for it", after === before, `${before} before, ${after} after`);
    const clean = await repository.plan();
    tick("then the plan is clean", clean.exitCode === 0, ofPlan(clean));

    say("the same fault, where the stock resource alone binds a third principal");
    const alone = await StockAlone.create(repository);
    await alone.rotate(next, tick);
  },
};
