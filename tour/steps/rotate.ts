import { minuteOf } from "../../cli/terminal/time";
import { DAY_MS } from "../../sandbox/clock";
import { ENTRA_ENGINEERING, OKTA_API, OKTA_PERSON, PERSONS_APP } from "../acme";
import { ofDeployment, ofPlan } from "../what-terraform-said";
import { portalSettings } from "../portal-settings";
import { allHold, journalMark, livingToken, proveBindings } from "../what-the-sandbox-saw";
import { requestRotation } from "../request";
import type { Step, Tour } from "../step";
import type { TourPlan } from "../workplace";

/** Due, requested, reviewed, generated, handed over, bound, tested: a year in a minute. */
export const rotateStep: Step = {
  name: "rotate",
  title: "Rotate on the due date, as reviewed",
  shows: ["A reviewed pull request asked for generation 2. The next deploy put it everywhere."],
  async run(tour, tick) {
    const { repository, say, keep } = tour;
    const { control } = repository.sandbox;
    const old = await livingToken(control);

    say("the clock moves to the due date");
    const { token: before } = await repository.plan();
    await control.clock.set(new Date(String(before["rotate_at"])));
    const due = await repository.plan();
    tick("the plan exits 0", due.exitCode === 0, ofPlan(due));
    tick(
      'and warns: "due"',
      due.warnings.some((warning) => /\bdue\b/.test(warning)),
      due.warnings.join("\n"),
    );

    say("a pull request asks for generation 2");
    await requestRotation(repository, 2, "The yearly rotation");
    const requested = await repository.plan();
    await keep("comment", requested);
    const token = requested.changes.find(({ type }) => type === "druva_scim_token");
    tick(
      "the plan shows generation 1 -> 2",
      token?.before["generation"] === 1 && token.after["generation"] === 2,
      ofPlan(requested),
    );
    tick(
      "and why",
      String(token?.after["reason"]).includes("The yearly rotation"),
      String(token?.after["reason"]),
    );
    const stops = requested.warnings.filter((warning) => /stops working/.test(warning));
    tick("and what stops working", stops.length > 0, stops.join("\n"));
    tick(
      "in place: update actions only, null_resource excepted",
      inPlace(requested),
      ofPlan(requested),
    );

    say("the token is generated in Druva's console, entered in Okta by a person, and handed over");
    const since = await journalMark(control);
    const settings = await portalSettings(control);
    const next = await repository.generate();
    await repository.enterInOkta(PERSONS_APP, next);
    const deployed = await repository.deploy(next);
    tick("the deploy succeeds", deployed.exitCode === 0, ofDeployment(deployed));

    const refused = await oldTokenAnswers(tour, old.fingerprint);
    tick("the old token answers 401", refused.held, refused.evidence);
    const everything = await allHold(control);
    tick("every binding holds the new one", everything.held, everything.evidence);
    const settingsNow = await portalSettings(control);
    tick(
      "Entra's other settings are untouched, byte for byte",
      settingsNow === settings,
      settingsNow,
    );
    for (const holder of [ENTRA_ENGINEERING, OKTA_API, OKTA_PERSON]) {
      const cycle = await control.cycle(holder);
      const users = await control.users();
      const user = users.find(({ id }) => id === cycle.userId);
      tick(
        `a provisioning cycle of ${holder} creates a user in Druva with the token that it holds`,
        cycle.outcome === "created" && user !== undefined && user.createdWith !== old.fingerprint,
        `${cycle.detail} ${user ? `${user.userName}, created with ${user.createdWith}` : "no user"}`,
      );
    }
    const after = await repository.plan();
    await keep("page", after);
    const proofs = await proveBindings(control, since);
    tick(
      "every binding was tested",
      proofs.every(({ tested }) => tested !== null),
      proofs.map(({ name, tested }) => `${name}: ${tested ?? "not tested"}`).join(", "),
    );
    tick("the status is valid", after.token["status"] === "valid", String(after.token["status"]));
    const now = await control.clock.now();
    const days = (Date.parse(String(after.token["rotate_at"])) - now.getTime()) / DAY_MS;
    tick(
      "rotate_at lies 335 days ahead",
      Math.abs(days - 335) <= 1,
      `${minuteOf(new Date(String(after.token["rotate_at"])))}: ${days.toFixed(1)} days after ${minuteOf(now)}`,
    );
    tick(
      "the next plan is clean and without a warning",
      after.exitCode === 0 && after.changes.length === 0 && after.warnings.length === 0,
      [ofPlan(after), ...after.warnings].join("\n"),
    );
  },
};

function inPlace({ changes }: TourPlan): boolean {
  return changes.every(
    ({ type, actions }) =>
      type === "null_resource" || (actions.length === 1 && actions[0] === "update"),
  );
}

/** What Druva answered last to a request with the old token after it was replaced. */
async function oldTokenAnswers({ repository }: Tour, fingerprint: string) {
  const { control } = repository.sandbox;
  const asked = await control.journal.list({ host: "druva" });
  const last = asked.filter((entry) => entry.fingerprint === fingerprint).at(-1);
  const { alive } = (await control.tokens()).find((each) => each.fingerprint === fingerprint) ?? {};
  return {
    held: last?.status === 401 && alive === false,
    evidence: `${last?.method ?? "no request"} ${last?.url ?? ""} -> ${last?.status ?? "none"}`,
  };
}
