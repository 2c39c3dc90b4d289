import { enterTokenInOkta, newTokenInDruva } from "../../sandbox/people";
import { ENTRA_SALES, HOLDERS, OKTA_PERSON, PERSONS_APP, SALES } from "../acme";
import { ofDeployment, ofPlan } from "../evidence";
import { allHold, livingToken } from "../proof";
import { requestRotation } from "../request";
import { failNextSecretWrite } from "../fault";
import { StockAlone } from "../stock-alone";
import type { Step } from "../step";

/** A write to Entra fails in the middle of a rotation: here it is seen and healed, with the stock resource alone it is not. */
export const silentFailure: Step = {
  name: "silent failure",
  title: "Silent failure: Entra refuses the write once",
  async run(tour, tick) {
    const { sandbox, workplace, say } = tour;
    const { control } = sandbox;
    say("beside it, the stock resource alone binds a third principal");
    const alone = await StockAlone.create(workplace, tour.environment);
    const generation = Number((await workplace.plan()).token["generation"]) + 1;
    await requestRotation(tour, generation, "A rotation with a fault");
    const old = await livingToken(control);
    const next = await newTokenInDruva(sandbox);
    await enterTokenInOkta(sandbox, PERSONS_APP, next);

    say("a rotation in which Entra answers 400 to one write");
    const fault = await failNextSecretWrite(control, SALES);
    const failed = await workplace.deploy(next);
    const { seen } = (await control.faults.list()).find(({ id }) => id === fault.id) ?? fault;
    await control.faults.clear(fault.id);
    tick(
      "the deploy fails loudly",
      failed.exitCode !== 0 && seen === 1,
      `cdktf deploy exited ${failed.exitCode}, ${seen} write met the fault`,
    );
    const sales = await control.holding(ENTRA_SALES);
    tick(
      "Entra still holds the dead token",
      sales.fingerprint === old.fingerprint,
      `dead ${old.fingerprint}, ${sales.name}: ${sales.fingerprint ?? "none"}`,
    );
    const { outcome, detail } = await control.cycle(OKTA_PERSON);
    tick("the person's app provisions with the new one", outcome === "created", detail);
    const unclean = await workplace.plan(next);
    tick(
      "the next plan is NOT clean: it tests that application, and only that",
      unclean.exitCode === 2 &&
        unclean.changes.length === 1 &&
        unclean.changes[0]?.type === "druva_entra_connection_test" &&
        unclean.changes[0].after["service_principal_id"] === SALES,
      ofPlan(unclean),
    );

    say("the next deploy heals it");
    const before = (await control.tokens()).length;
    const healed = await workplace.deploy(next);
    tick("the next deploy succeeds", healed.exitCode === 0, ofDeployment(healed));
    const everything = await allHold(control, HOLDERS);
    tick("every binding holds the same token", everything.held, everything.evidence);
    const after = (await control.tokens()).length;
    tick("no second token was issued for it", after === before, `${before} before, ${after} after`);
    const clean = await workplace.plan();
    tick("then the plan is clean", clean.exitCode === 0, ofPlan(clean));

    say("the same fault on the stock resource alone");
    await alone.rotate(tour, next, tick);
  },
};
