import { setTimeout as pause } from "node:timers/promises";
import { isMap, isSeq } from "yaml";
import { HOLDERS, OKTA_PERSON, PERSONS_APP, TENANT } from "../acme";
import { ofDeployment, ofPlan } from "../what-terraform-said";
import { ISSUER, installIssuer } from "../issuer";
import { allHold } from "../what-the-sandbox-saw";
import { requestRotation } from "../request";
import type { Step, Tour } from "../step";

const LOOK_EVERY_MS = 20;

/** The provider dies between issue and state: the journal gives the token to the next deploy. */
export const interruptedStep: Step = {
  name: "interrupted",
  title: "Interrupted: the provider is killed between issue and state",
  shows: ["The provider was killed after the token was issued. The next deploy used that token."],
  async run(tour, tick) {
    const { repository, say } = tour;
    const { control } = repository.sandbox;
    say("a tenant whose tokens are issued by a command is adopted");
    await useCommandIssuer(tour);
    const adopted = await repository.deploy(await repository.generate());
    tick("the adoption succeeds", adopted.exitCode === 0, ofDeployment(adopted));

    say("a rotation is requested, and the provider killed while it proves the new token");
    await requestRotation(repository, 2, "Killed on the way");
    const before = (await control.tokens()).length;
    await installIssuer(repository.sandbox, { hangsTheNextProbe: true });
    const deploy = await repository.startDeploy();
    const killed = await killWhileProbing(tour, deploy.finished);
    const failed = await deploy.finished;
    await control.faults.clear();
    tick("the provider was killed while Druva had not answered", killed, String(killed));
    tick("that deploy fails", failed.exitCode !== 0, ofDeployment(failed));

    say("deploy again");
    await installIssuer(repository.sandbox, { hangsTheNextProbe: false });
    const again = await repository.deploy();
    tick("the next deploy succeeds", again.exitCode === 0, ofDeployment(again));
    const issued = (await control.tokens()).length - before;
    tick("exactly one token was issued", issued === 1, `${issued} issued`);
    const bound = await allHold(
      control,
      HOLDERS.filter((holder) => holder !== OKTA_PERSON),
    );
    tick("every binding holds it", bound.held, bound.evidence);
    const after = await repository.plan();
    tick("the next plan is clean", after.exitCode === 0, ofPlan(after));
  },
};

/** The command issuer, and no app that only a person can set: they do not go together. */
async function useCommandIssuer({ repository }: Tour): Promise<void> {
  await repository.configure((config) => {
    config.setIn(["tenants", TENANT, "issuer"], {
      kind: "command",
      command: [ISSUER],
      environment: Object.keys(repository.environment).filter((name) =>
        /^(OTHER_IDP_|DRUVA_|SSL_)/.test(name),
      ),
    });
    config.setIn(["tenants", TENANT, "journalDir"], `${repository.folder}/journal`);
    const apps = config.getIn(["tenants", TENANT, "bindings", "okta"]);
    if (!isSeq(apps)) throw new Error("druva-scim.yaml has no list of Okta bindings.");
    apps.items = apps.items.filter((app) => !isMap(app) || app.get("id") !== PERSONS_APP);
  });
}

/** Kills the provider once Druva has been asked about the new token and keeps its answer to itself. */
async function killWhileProbing(
  { repository }: Tour,
  finished: Promise<unknown>,
): Promise<boolean> {
  let over = false;
  void finished.then(() => (over = true));
  while (!over) {
    const faults = await repository.sandbox.control.faults.list();
    if (faults.some(({ seen }) => seen > 0)) {
      await repository.killProvider();
      return true;
    }
    await pause(LOOK_EVERY_MS);
  }
  return false;
}
