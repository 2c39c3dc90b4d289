import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { type Outlook, type PlanOutlook } from "../../../cli/outlook/outlook";
import { outlookOfPlan, outlookOfState } from "../../../cli/outlook/make-outlook";
import type { BindingAction } from "../../../cli/outlook/bindings";
import {
  actionInWords,
  expectedGapInWords,
  headlineInWords,
  whatStops,
} from "../../../cli/show/plan-words";
import { findingInWords } from "../../../cli/show/finding-words";
import { planMarkdown } from "../../../cli/show/plan-markdown";
import { planText } from "../../../cli/show/plan-text";
import type { StateBinding } from "../../../cli/terraform/tenant-state";
import type { Unmanaged } from "../../../provider/bindings/unmanaged";
import { aBindingInState, aState, SCIM_URL, utc } from "../an-outlook";
import {
  recordedOutlook,
  recordedPlan,
  recordedPlanWith,
  recordedSituations,
} from "../recorded-plan";

const SALES = "Druva Sales";
const LEGAL = "Druva Legal";
const SALES_KEY = "entra/00000000-0000-0000-0000-0000000000ab";

function whatOf({ bindings }: Outlook): Record<string, BindingAction | null> {
  return Object.fromEntries(bindings.map(({ name, action }) => [name, action]));
}

test.each<[string, PlanOutlook["headline"], string]>([
  ["observe-first", "bind", "watch 5 applications, and change nothing there"],
  ["adopt", "take over", "take over the token in use as generation 1"],
  ["waiting", "wait", "record how far a person has come with 1 application"],
  ["confirmed", "wait", "record how far a person has come with 1 application"],
  ["nothing", "nothing", "do nothing: everything is as the config says"],
  ["nothing-read-only", "nothing", "do nothing: what could be looked at is as the config says"],
  ["druva-down", "nothing", "do nothing: what could be looked at is as the config says"],
  ["due", "nothing", "do nothing: everything is as the config says"],
  ["rotate", "rotate", "rotate the token: generation 1 -> 2"],
  ["rotate-read-only", "rotate", "rotate the token: generation 1 -> 2"],
  ["rotate-with-a-last-gap", "rotate", "rotate the token: generation 2 -> 3"],
  ["request-changes-nothing", "change", "change settings; the token and what holds it stay"],
  ["policy", "change", "change settings; the token and what holds it stay"],
  ["heal", "heal", "heal 1 application: the current token is put in again"],
  ["expired-identity", "fail", "fail, as planning does"],
  ["vanished", "fail", "fail, as planning does"],
  ["released", "release", "stop managing 1 application; credentials stay as they are"],
  ["rejected", "take over", "take over the token that somebody generated, as generation 2"],
  ["after-a-failed-deploy", "heal", "heal 1 application: the current token is put in again"],
  ["bind-one-more", "bind", "bind 1 application to the current token"],
  ["automatic", "rotate", "rotate the token: generation 1 -> 2"],
  ["release-all", "release", "stop managing 2 applications; credentials stay as they are"],
])("%s: a deploy will %s", (situation, headline, words) => {
  const outlook = recordedOutlook(situation);
  expect(outlook.headline).toBe(headline);
  expect(headlineInWords(outlook)).toBe(words);
});

test("a rotation names why, every application, and what stops working when", () => {
  const outlook = recordedOutlook("rotate");
  expect(outlook.token.plan.why).toContain("The yearly rotation");
  expect(whatOf(outlook)).toEqual({
    "Druva Engineering": "new token",
    [SALES]: "new token",
    [LEGAL]: "new token",
    "Druva by API": "new token",
    "Druva 2.0": "new token",
    "other-idp": "new token",
  });
  expect(whatStops(outlook)).toMatch(
    /^The present token \([0-9a-f]{12}\) stops working as soon as a person generates the new one in Druva's console\. From then on Druva Engineering, Druva Sales, Druva Legal, Druva by API, Druva 2\.0, other-idp cannot/,
  );
});

test("a person's app that the config confirms is not asked to be entered once more", () => {
  const waiting = recordedPlan("waiting").prior?.bindings;
  const plan = recordedPlanWith("confirmed", (each, key) => waiting?.get(key) ?? each);
  const [confirmed] = recordedOutlook(plan).bindings.filter(({ action }) => action === "confirm");
  expect(confirmed).toMatchObject({ name: "Druva 2.0", status: "waiting", notes: [] });
});

test("with the command issuer it stops working when the deploy runs", () => {
  expect(whatStops(recordedOutlook("automatic"))).toContain("stops working when the deploy runs");
});

test("where nothing stops working, nothing is said to", () => {
  for (const situation of ["adopt", "waiting", "nothing", "due", "policy", "heal", "released"]) {
    expect([situation, whatStops(recordedOutlook(situation))]).toEqual([situation, undefined]);
  }
});

test("a rejected token has stopped working already, for whatever held it", () => {
  const outlook = recordedOutlook("rejected");
  expect(whatStops(outlook)).toContain("does not work any more");
  expect(outlook.bindings.map(({ status }) => status)).toEqual(Array(6).fill("rejected"));
});

test("the gap is expected from the last one, of those that it is known for", () => {
  const plan = recordedPlanWith("rotate-with-a-last-gap", (each, key) => ({
    ...each,
    gapSeconds: key === "okta/0oaDruvaPerson" ? null : 41,
    gapSecondsAtLeast: 30,
  }));
  expect(expectedGapInWords(recordedOutlook(plan))).toMatch(
    /^As in the last rotation, if all goes alike: 30 to 41 s .* Not counting Druva 2\.0, for which it was not seen\./,
  );
});

test("a gap that was never measured is said to be unknown", () => {
  expect(expectedGapInWords(recordedOutlook("rotate"))).toMatch(
    /^Not known: no rotation has been measured/,
  );
});

test("a gap of which only the lower bound is known is said to be unknown at most", () => {
  expect(expectedGapInWords(recordedOutlook("rotate-with-a-last-gap"))).toMatch(
    /^Not known\. The last rotation took at least \d+ s \(.*\); how long at most was not seen\./,
  );
});

test("no gap is expected where no token ends", () => {
  expect(expectedGapInWords(recordedOutlook("rejected"))).toBeUndefined();
  expect(expectedGapInWords(recordedOutlook("heal"))).toBeUndefined();
});

test("no code is shown to people", () => {
  for (const situation of recordedSituations()) {
    const { warnings, errors } = recordedOutlook(situation);
    for (const { summary } of [...warnings, ...errors]) expect(summary).not.toMatch(/\[[a-z-]+\]$/);
  }
});

test("only the binding that holds a dead token is healed, with the vendor's word for it", () => {
  const outlook = recordedOutlook("heal");
  const healed = outlook.bindings.filter(({ action }) => action === "heal");
  expect(healed).toMatchObject([{ name: SALES, status: "rejected" }]);
  expect(healed[0]?.evidence).toContain("Microsoft Graph answered 400");
});

test("what could not be looked at is unknown, and is not called working", () => {
  const unknown = recordedOutlook("rotate-read-only").bindings.filter(
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
  const [first] = recordedOutlook(plan).bindings;
  const diagnostics = [
    {
      severity: "warning" as const,
      code: "binding-not-looked-at",
      summary: "Bindings are not tested in this plan",
      detail: "Values are known only after apply.",
      ...(first?.address != null && { address: first.address }),
    },
  ];
  const { bindings, warnings } = recordedOutlook({ ...plan, diagnostics });
  expect(bindings[0]).toMatchObject({
    status: "unknown",
    evidence: "Values are known only after apply.",
  });
  expect(bindings[1]?.status).toBe("tested");
  expect(warnings).toEqual([]);
});

test("while Druva gives no verdict on the token, the summary says so", () => {
  expect(recordedOutlook("druva-down").token).toMatchObject({
    status: "unproven",
    unanswered: expect.stringContaining("answered 503") as string,
  });
  expect(recordedOutlook("nothing").token.unanswered).toBeNull();
  expect(recordedOutlook("rejected").token.unanswered).toBeNull();
});

test.each<[string, Outlook["token"]["plan"]["change"], Outlook["token"]["plan"]["cause"], number]>([
  ["adopt", "adopt", "begun", 2],
  ["rotate", "rotate", "requested", 3],
  ["rejected", "take over", "rejected", 5],
  ["automatic", "rotate", "due", 0],
  ["nothing", "none", null, 0],
  ["policy", "settings", null, 0],
])("%s: the token's change is %s, its cause %s, with %i steps", (situation, ...expected) => {
  const { change, cause, steps } = recordedOutlook(situation).token.plan;
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
  const outlook = recordedOutlook({ ...plan, exitCode: 2, document });
  expect(whatOf(outlook)).toMatchObject({
    [SALES]: "another writer",
    "Druva Engineering": "stay",
  });
  const sales = outlook.bindings.find(({ name }) => name === SALES);
  expect(sales && actionInWords(sales)).toContain("the druva provider writes");
});

describe("a binding that is in the plan although its arguments stay", () => {
  function outlookWith(look: Partial<Pick<StateBinding, "status" | "notes">>) {
    const plan = recordedPlanWith("nothing", (each, key) =>
      key === SALES_KEY ? { ...each, ...look } : each,
    );
    const document = {
      resource_changes: (plan.document?.resource_changes ?? []).map((each) =>
        each.type === "druva_entra_binding" && each.change.before?.["through"] === "azuread"
          ? { ...each, change: { ...each.change, actions: ["update"] } }
          : each,
      ),
    };
    return recordedOutlook({ ...plan, exitCode: 2, document });
  }

  test("is there for its job, which is to be started again, where it is tested and noted", () => {
    const why = "job one is in quarantine";
    const outlook = outlookWith({ notes: [why] });
    expect(whatOf(outlook)).toMatchObject({ [SALES]: "restart" });
    expect(outlook.findings).toMatchObject([{ kind: "stopped", subject: SALES_KEY, why }]);
    expect(findingInWords(outlook.findings[0]!, outlook).todo).toContain("Deploy");
  });

  test("is there for a SCIM URL that is not deployed where it is not tested", () => {
    const outlook = outlookWith({ status: "unproven" });
    expect(whatOf(outlook)).toMatchObject({ [SALES]: "test again" });
    expect(outlook.findings).toContainEqual(
      expect.objectContaining({ subject: SALES_KEY, problem: "change not deployed" }),
    );
  });
});

test("an app that only a person can set is told apart", () => {
  const byPerson = recordedOutlook("rotate").bindings.filter((each) => each.byPerson);
  expect(byPerson.map(({ name }) => name)).toEqual(["Druva 2.0"]);
});

test("an application that may hold the token and is not bound is named", () => {
  const { unmanaged, warnings } = recordedOutlook("unmanaged-holder");
  expect(unmanaged).toMatchObject([
    { kind: "entra", name: SALES },
    { kind: "entra", name: LEGAL },
  ]);
  expect(warnings).toEqual([]);
});

test("one that this plan binds is not named as unbound", () => {
  expect(recordedOutlook("bind-one-more").unmanaged).toMatchObject([{ name: LEGAL }]);
});

test("one that this plan knows as unrelated is not named either", () => {
  const plan = recordedPlan("unmanaged-holder");
  const changes = plan.document?.resource_changes.map((each) =>
    each.type === "druva_scim_token"
      ? {
          ...each,
          change: { ...each.change, after: { ...each.change.after, unrelated: [SALES_KEY] } },
        }
      : each,
  );
  const document = plan.document && { ...plan.document, resource_changes: changes ?? [] };
  expect(recordedOutlook({ ...plan, document }).unmanaged).toMatchObject([{ name: LEGAL }]);
});

test("a released binding leaves the state, and Terraform's own warning of it is not repeated", () => {
  const outlook = recordedOutlook("released");
  expect(whatOf(outlook)[SALES]).toBe("release");
  expect(outlook.warnings).toEqual([]);
});

test("warnings that nothing else says are kept", () => {
  expect(recordedOutlook("due").warnings).toMatchObject([
    { code: "token-due", summary: "The token of generation 1 is due" },
  ]);
});

test("of a failed plan every warning is kept: it has no attributes", () => {
  const plan = recordedPlan("vanished");
  const diagnostics = [...plan.diagnostics, ...recordedPlan("rotate-read-only").diagnostics];
  const codes = recordedOutlook({ ...plan, diagnostics }).warnings.map(({ code }) => code);
  expect(codes).toContain("binding-unknown");
  expect(codes).toContain("token-rotates");
});

test("an identity that has expired is told with what to renew", () => {
  const error = recordedOutlook("expired-identity").errors.find(({ todo }) => todo !== null);
  expect(error?.summary).toContain("AADSTS7000222");
  expect(error?.todo).toContain("The credentials of provider azuread are refused: renew them");
});

test("everything that a plan touches is told: of a binding, of the token, or by its address", () => {
  for (const situation of recordedSituations()) {
    const outlook = recordedOutlook(situation);
    const isSilent =
      outlook.token.plan.change === "none" &&
      outlook.bindings.every(({ action }) => action === "stay" || action === null) &&
      outlook.others.length === 0;
    expect([situation, isSilent]).toEqual([situation, outlook.exitCode !== 2]);
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
    const [first] = [told].map((diagnostics) => recordedOutlook({ ...plan, diagnostics }));
    fc.assert(
      fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (diagnostics) => {
        expect(recordedOutlook({ ...plan, diagnostics })).toEqual(first);
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

test("a rejected binding that another writer is to heal is told with both", () => {
  const plan = recordedPlanWith("nothing", (each, key) =>
    key === SALES_KEY ? { ...each, status: "rejected" } : each,
  );
  const document = {
    resource_changes: (plan.document?.resource_changes ?? []).map((each) =>
      each.type === "druva_entra_binding" && each.change.before?.["through"] === "azuread"
        ? {
            ...each,
            change: {
              ...each.change,
              actions: ["update"],
              after: { ...each.change.after, through: "druva" },
            },
          }
        : each,
    ),
  };
  const outlook = recordedOutlook({ ...plan, exitCode: 2, document });
  const sales = outlook.bindings.find(({ name }) => name === SALES);
  expect(sales).toMatchObject({ status: "rejected", action: "heal", newWriter: "druva" });
  expect(sales && actionInWords(sales)).toMatch(/gets the .* token.*; the druva provider writes/);
  expect(outlook.findings).toMatchObject([
    { kind: "broken", subject: SALES_KEY },
    { kind: "drifted", subject: SALES_KEY, problem: "change not deployed" },
  ]);
});

const facts = { now: utc("2026-05-11"), scimUrl: SCIM_URL, redact: (text: string) => text };

test("a consumer that was never applied is the worst of a tenant whose token is valid", () => {
  const { worst, bindings } = outlookOfState(
    aState({ consumers: [{ kind: "okta", id: "0oaOne" }] }, []),
    facts,
  );
  expect(worst).toBe("drifted");
  expect(bindings).toMatchObject([{ key: "okta/0oaOne", status: "unproven", isBound: false }]);
});

test("a plan that failed is blind, and a refusal that was found before leads still", () => {
  const failed = recordedOutlook("expired-identity");
  expect(failed).toMatchObject({ source: "failed plan", headline: "fail", worst: "blind" });
  expect(failed.bindings.map(({ status }) => status)).toEqual(Array(6).fill("unknown"));
  const prior = recordedPlanWith("nothing", (each) => ({ ...each, status: "rejected" })).prior;
  const known = { ...facts, saved: prior };
  expect(outlookOfPlan("acme", recordedPlan("expired-identity"), known).worst).toBe("broken");
});

test("applications that may hold the token are not known from the state alone", () => {
  const unmanaged = [{ kind: "okta" as const, id: "0oaOther", name: "Other" }];
  expect(outlookOfState(aState({ unmanaged }), facts).unmanaged).toBeNull();
});

test("the last gap is that of the slowest binding, and a person who is waited for is not in it", () => {
  const bindings = [
    aBindingInState({ gapSecondsAtLeast: 3, gapSeconds: 8 }),
    aBindingInState({ id: "0oaTwo", gapSecondsAtLeast: 5, gapSeconds: null }),
    aBindingInState({ id: "0oaThree", status: "waiting", byPerson: true, gapSecondsAtLeast: 9 }),
  ];
  expect(outlookOfState(aState({}, bindings), facts)).toMatchObject({
    lastGap: { atLeast: 5, atMost: null, atMostWhereSeen: 8, unbounded: ["0oaTwo"] },
    stillOpen: ["0oaThree"],
  });
});

test("a state that cannot be read is not taken for a tenant that was never deployed", () => {
  const failed = recordedPlan("expired-identity");
  const reasonFor = (saved: "unreadable" | null) =>
    outlookOfPlan("acme", failed, { ...facts, saved }).token.reason;
  expect(reasonFor("unreadable")).toBe("the state could not be read");
  expect(reasonFor(null)).toBe("nothing is deployed yet");
});

describe("of applications that may hold the token and are not listed, the first plan", () => {
  const two = { kind: "okta", id: "0oaTwo", name: "Two" } as const;
  const firstPlan = (unmanaged?: Unmanaged) =>
    outlookOfPlan("acme", recordedPlan("adopt"), {
      ...{ now: utc("2026-12-01"), scimUrl: SCIM_URL, redact: String, saved: null },
      ...(unmanaged && { unmanaged }),
    });

  test("names those that it finds", () => {
    expect(firstPlan({ holders: [two], unchecked: [] }).unmanaged).toEqual([two]);
    expect(firstPlan().unmanaged).toBeNull();
  });

  test("says, in its text and in the comment, that they could not be listed", () => {
    const outlook = firstPlan({ holders: [], unchecked: ["Microsoft Graph answered 403"] });
    expect(outlook.unmanaged).toBeNull();
    expect(outlook.warnings).toMatchObject([
      {
        code: "unmanaged-not-checked",
        detail: expect.stringContaining("Microsoft Graph answered 403"),
      },
    ]);
    const [warning] = outlook.warnings;
    const summary = warning?.summary ?? "";
    expect(planText(outlook, { paint: (_styles, text) => text })).toContain(summary);
    expect(planMarkdown(outlook)).toContain(summary);
  });

  test("names those of a vendor that listed them, where another one did not", () => {
    const outlook = firstPlan({ holders: [two], unchecked: ["Microsoft Graph answered 403"] });
    expect(outlook.unmanaged).toEqual([two]);
  });
});
