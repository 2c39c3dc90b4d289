import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { PlannedBinding, Summary } from "../../../cli/outlook/plan-summary";
import { summarize } from "../../../cli/outlook/plan-summary";
import { actionInWords, expectedGapInWords, whatStops } from "../../../cli/show/plan-words";
import { headlineInWords } from "../../../cli/outlook/words";
import { recordedPlan, recordedSituations, summaryOf } from "../recorded-plan";

const SALES = "Druva Sales";
const LEGAL = "Druva Legal";

function whatOf(summary: Summary): Record<string, PlannedBinding["what"]> {
  return Object.fromEntries(summary.bindings.map(({ name, what }) => [name, what]));
}

test.each<[string, Summary["headline"], string]>([
  ["observe-first", "bind", "watch 5 applications, and change nothing there"],
  ["adopt", "take over", "take over the living token as generation 1"],
  ["waiting", "wait", "record how far a person has come with 1 application"],
  ["confirmed", "wait", "record how far a person has come with 1 application"],
  ["nothing", "nothing", "do nothing: everything is as the config says"],
  ["nothing-read-only", "nothing", "do nothing: everything is as the config says"],
  ["due", "nothing", "do nothing: everything is as the config says"],
  ["rotate", "rotate", "rotate the token: generation 1 -> 2"],
  ["rotate-read-only", "rotate", "rotate the token: generation 1 -> 2"],
  ["rotate-with-a-last-gap", "rotate", "rotate the token: generation 2 -> 3"],
  ["request-changes-nothing", "change", "change settings; the token and what holds it stay"],
  ["policy", "change", "change settings; the token and what holds it stay"],
  ["heal", "heal", "heal 1 application: the living token is put in again"],
  ["expired-identity", "fail", "fail, as planning does"],
  ["vanished", "fail", "fail, as planning does"],
  ["released", "release", "stop managing 1 application; credentials stay as they are"],
  ["rejected", "take over", "take over the token that somebody generated, as generation 2"],
  ["after-a-failed-deploy", "heal", "heal 1 application: the living token is put in again"],
  ["bind-one-more", "bind", "bind 1 application to the living token"],
  ["automatic", "rotate", "rotate the token: generation 1 -> 2"],
  ["release-all", "release", "stop managing 2 applications; credentials stay as they are"],
])("%s: a deploy will %s", (situation, headline, words) => {
  const summary = summaryOf(situation);
  expect(summary.headline).toBe(headline);
  expect(headlineInWords(summary)).toBe(words);
});

test("a rotation names why, every application, and what stops working when", () => {
  const summary = summaryOf("rotate");
  expect(summary.token.reason).toContain("The yearly rotation");
  expect(whatOf(summary)).toEqual({
    "Druva Engineering": "new token",
    [SALES]: "new token",
    [LEGAL]: "new token",
    "Druva by API": "new token",
    "Druva 2.0": "new token",
    "other-idp": "new token",
  });
  expect(whatStops(summary)).toMatch(
    /^The present token \([0-9a-f]{12}\) stops working as soon as a person generates the new one in Druva's console\. From then on Druva Engineering, Druva Sales, Druva Legal, Druva by API, Druva 2\.0, other-idp cannot/,
  );
});

test("a person's app that the config confirms is not asked to be entered once more", () => {
  const plan = recordedPlan("confirmed");
  const waiting = recordedPlan("waiting").prior;
  if (plan.prior === null || waiting === null) throw new Error("recorded with a state");
  const prior = { ...plan.prior, bindings: waiting.bindings };
  const [confirmed] = summarize("acme", { ...plan, prior }).bindings.filter(
    ({ what }) => what === "confirm",
  );
  expect(confirmed).toMatchObject({ name: "Druva 2.0", status: "waiting", notes: [] });
});

test("with the command issuer it stops working when the deploy runs", () => {
  expect(whatStops(summaryOf("automatic"))).toContain("stops working when the deploy runs");
});

test("where nothing stops working, nothing is said to", () => {
  for (const situation of ["adopt", "waiting", "nothing", "due", "policy", "heal", "released"]) {
    expect([situation, whatStops(summaryOf(situation))]).toEqual([situation, undefined]);
  }
});

test("a rejected token has stopped working already, for whatever held it", () => {
  const summary = summaryOf("rejected");
  expect(whatStops(summary)).toContain("does not work any more");
  expect(summary.bindings.map(({ status }) => status)).toEqual(Array(6).fill("rejected"));
});

test("the gap is expected from the last one, of those that it is known for", () => {
  const plan = recordedPlan("rotate-with-a-last-gap");
  if (plan.prior === null) throw new Error("recorded with a state");
  const bindings = new Map(
    [...plan.prior.bindings].map(([key, each]) => [
      key,
      { ...each, gapSeconds: key === "okta/0oaDruvaPerson" ? null : 41, gapSecondsAtLeast: 30 },
    ]),
  );
  expect(
    expectedGapInWords(summarize("acme", { ...plan, prior: { ...plan.prior, bindings } })),
  ).toMatch(
    /^As in the last rotation, if all goes alike: between 30 s and 41 s .* Not counting Druva 2\.0, for which it was not seen\./,
  );
});

test("a gap that was never measured is said to be unknown", () => {
  expect(expectedGapInWords(summaryOf("rotate"))).toMatch(
    /^Not known: no rotation has been measured/,
  );
});

test("a gap of which only the lower bound is known is said to be unknown at most", () => {
  expect(expectedGapInWords(summaryOf("rotate-with-a-last-gap"))).toMatch(
    /^Not known\. The last rotation took at least \d+ s \(.*\); how long at most was not seen\./,
  );
});

test("no gap is expected where no token ends", () => {
  expect(summaryOf("rejected").gap).toBeNull();
  expect(summaryOf("heal").gap).toBeNull();
});

test("no code is shown to people", () => {
  for (const situation of recordedSituations()) {
    const { warnings, errors } = summaryOf(situation);
    for (const { summary } of [...warnings, ...errors]) expect(summary).not.toMatch(/\[[a-z-]+\]$/);
  }
});

test("only the binding that holds a dead token is healed, with the vendor's word for it", () => {
  const summary = summaryOf("heal");
  const healed = summary.bindings.filter(({ what }) => what === "heal");
  expect(healed).toMatchObject([{ name: SALES, status: "rejected" }]);
  expect(healed[0]?.evidence).toContain("Microsoft Graph answered 400");
});

test("what could not be looked at is unknown, and is not called working", () => {
  const unknown = summaryOf("rotate-read-only").bindings.filter(
    ({ status }) => status === "unknown",
  );
  expect(unknown.map(({ key }) => key)).toEqual([
    "entra/00000000-0000-0000-0000-0000000000aa",
    "entra/00000000-0000-0000-0000-0000000000ab",
    "entra/00000000-0000-0000-0000-0000000000ad",
    "okta/0oaDruvaPerson",
  ]);
  for (const { evidence } of unknown) expect(evidence).toContain("answered 403");
});

test("what was not asked, because values are known only after apply, is unknown too", () => {
  const plan = recordedPlan("nothing");
  const [first] = summarize("acme", plan).bindings;
  const diagnostics = [
    {
      severity: "warning" as const,
      code: "binding-not-looked-at",
      summary: "Bindings are not tested in this plan",
      detail: "Values are known only after apply.",
      address: first?.address,
    },
  ];
  const { bindings, warnings } = summarize("acme", { ...plan, diagnostics });
  expect(bindings[0]).toMatchObject({
    status: "unknown",
    evidence: "Values are known only after apply.",
  });
  expect(bindings[1]?.status).toBe("tested");
  expect(warnings).toEqual([]);
});

test("while Druva gives no verdict on the token, the summary says so", () => {
  expect(summaryOf("druva-down").token).toMatchObject({
    status: "unproven",
    unanswered: expect.stringContaining("answered 503") as string,
  });
  expect(summaryOf("nothing").token.unanswered).toBeNull();
  expect(summaryOf("rejected").token.unanswered).toBeNull();
});

test.each<[string, Summary["token"]["change"], Summary["token"]["cause"], number]>([
  ["adopt", "adopt", "begun", 2],
  ["rotate", "rotate", "requested", 3],
  ["rejected", "take over", "rejected", 5],
  ["automatic", "rotate", "due", 0],
  ["nothing", "none", null, 0],
  ["policy", "settings", null, 0],
])("%s: the token's change is %s, its cause %s, with %i steps", (situation, ...expected) => {
  const { change, cause, steps } = summaryOf(situation).token;
  expect([change, cause, steps.length]).toEqual(expected);
});

test("another writer for a binding is told by its name, and heals nothing", () => {
  const plan = recordedPlan("nothing");
  const changes = (plan.document?.resource_changes ?? []).map((each) =>
    each.type === "druva_entra_binding" && each.change.before?.["through"] === "azuread"
      ? {
          ...each,
          change: {
            ...each.change,
            actions: ["update"],
            after: { ...each.change.after, through: "druva" },
          },
        }
      : each.type === "azuread_synchronization_secret"
        ? { ...each, change: { ...each.change, actions: ["forget"] } }
        : each,
  );
  const document = { resource_changes: changes };
  const summary = summarize("acme", { ...plan, exitCode: 2, document });
  expect(whatOf(summary)).toMatchObject({
    [SALES]: "another writer",
    "Druva Engineering": "stay",
  });
  const sales = summary.bindings.find(({ name }) => name === SALES);
  expect(sales && actionInWords(sales)).toContain("the druva provider writes");
});

test("an app that only a person can set is told apart", () => {
  const byPerson = summaryOf("rotate").bindings.filter((each) => each.byPerson);
  expect(byPerson.map(({ name }) => name)).toEqual(["Druva 2.0"]);
});

test("an application that may hold the token and is not bound is named", () => {
  const { unmanaged, warnings } = summaryOf("unmanaged-holder");
  expect(unmanaged).toMatchObject([
    { kind: "entra", name: SALES },
    { kind: "entra", name: LEGAL },
  ]);
  expect(warnings).toEqual([]);
});

test("one that this plan binds is not named as unbound", () => {
  expect(summaryOf("bind-one-more").unmanaged).toMatchObject([{ name: LEGAL }]);
});

test("a released binding leaves the state, and Terraform's own warning of it is not repeated", () => {
  const summary = summaryOf("released");
  expect(whatOf(summary)[SALES]).toBe("release");
  expect(summary.warnings).toEqual([]);
});

test("warnings that nothing else says are kept", () => {
  expect(summaryOf("due").warnings).toMatchObject([
    { code: "token-due", summary: "The token of generation 1 is due" },
  ]);
});

test("of a failed plan every warning is kept: it has no attributes", () => {
  const plan = recordedPlan("vanished");
  const diagnostics = [...plan.diagnostics, ...recordedPlan("rotate-read-only").diagnostics];
  const codes = summarize("acme", { ...plan, diagnostics }).warnings.map(({ code }) => code);
  expect(codes).toContain("binding-unknown");
  expect(codes).toContain("token-rotates");
});

test("an identity that has expired is told with what to renew", () => {
  const error = summaryOf("expired-identity").errors.find(({ todo }) => todo !== null);
  expect(error?.summary).toContain("AADSTS7000222");
  expect(error?.todo).toContain("The credentials of provider azuread are refused: renew them");
});

test("everything that a plan touches is told: of a binding, of the token, or by its address", () => {
  for (const situation of recordedSituations()) {
    const summary = summaryOf(situation);
    const isSilent =
      summary.token.change === "none" &&
      summary.bindings.every(({ what }) => what === "stay") &&
      summary.others.length === 0;
    expect([situation, isSilent]).toEqual([situation, summary.exitCode !== 2]);
  }
});

test("the order in which Terraform tells things changes nothing, nor does telling them twice", () => {
  for (const situation of ["rotate-read-only", "rejected", "expired-identity"]) {
    const plan = recordedPlan(situation);
    const told = [
      ...plan.diagnostics,
      ...plan.diagnostics,
      ...recordedPlan("request-changes-nothing").diagnostics,
      ...recordedPlan("due").diagnostics,
    ];
    const [first] = [told].map((diagnostics) => summarize("acme", { ...plan, diagnostics }));
    fc.assert(
      fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (diagnostics) => {
        expect(summarize("acme", { ...plan, diagnostics })).toEqual(first);
      }),
    );
    expect(first?.warnings).toEqual(distinctOf(first?.warnings ?? []));
  }
});

function distinctOf<T>(items: readonly T[]): T[] {
  return items.filter(
    (each, index) => items.findIndex((other) => isDeepStrictEqual(each, other)) === index,
  );
}
