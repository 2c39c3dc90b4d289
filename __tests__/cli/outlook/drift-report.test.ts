import fc from "fast-check";
import {
  type DriftReport,
  driftReport,
  URGENCY_DAYS,
  urgencyOf,
} from "../../../cli/outlook/drift-report";
import { summarize } from "../../../cli/outlook/plan-summary";
import type { TokenState } from "../../../cli/terraform/tenant-state";
import type { StateBinding } from "../../../cli/terraform/tenant-state";
import { recordedPlan } from "../recorded-plan";

const DAY_MS = 24 * 60 * 60 * 1000;

function tokenIn(situation: string): TokenState {
  const { prior } = recordedPlan(situation);
  if (prior === null) throw new Error(`${situation} was recorded without a state`);
  return prior.token;
}

/** `daysLeft`: until the token expires. */
function reportOf(situation: string, daysLeft = 200, token = tokenIn("nothing")): DriftReport {
  const plan = recordedPlan(situation);
  const seen = plan.prior?.token ?? token;
  const now = new Date((seen.expiresAt?.getTime() ?? 0) - daysLeft * DAY_MS);
  return driftReport({ summary: summarize("acme", plan), token: seen, now });
}

function kindsOf({ findings }: DriftReport): string[] {
  return findings.map(({ kind, subject }) => `${kind} ${subject}`);
}

const ENGINEERING = "entra/00000000-0000-0000-0000-0000000000aa";
const SALES = "entra/00000000-0000-0000-0000-0000000000ab";
const LEGAL = "entra/00000000-0000-0000-0000-0000000000ad";

test.each<[string, DriftReport["worst"], number, string[]]>([
  ["nothing", null, 0, []],
  ["unmanaged-holder", null, 0, []],
  [
    "nothing-read-only",
    "blind",
    6,
    [`blind ${ENGINEERING}`, `blind ${SALES}`, `blind ${LEGAL}`, "blind okta/0oaDruvaPerson"],
  ],
  ["waiting", "waiting", 7, ["waiting okta/0oaDruvaPerson"]],
  ["confirmed", "drifted", 4, ["drifted okta/0oaDruvaPerson"]],
  ["heal", "broken", 5, [`broken ${SALES}`, "drifted token"]],
  ["after-a-failed-deploy", "broken", 5, [`broken ${SALES}`]],
  ["rotate", "drifted", 4, ["drifted token"]],
  ["policy", "drifted", 4, ["drifted token"]],
  ["released", "drifted", 4, [`drifted token`, `drifted ${SALES}`]],
  ["bind-one-more", "drifted", 4, ["drifted token", `drifted ${SALES}`]],
  ["expired-identity", "blind", 6, ["blind plan", "blind plan"]],
  ["vanished", "blind", 6, ["blind plan"]],
])("%s is %s, exit code %i", (situation, worst, exitCode, kinds) => {
  const report = reportOf(situation);
  expect([report.worst, report.exitCode]).toEqual([worst, exitCode]);
  expect(kindsOf(report)).toEqual(kinds);
});

test("a rejected token is broken, and so is everything that holds it", () => {
  const report = reportOf("rejected");
  expect(report.exitCode).toBe(5);
  expect(report.findings[0]).toMatchObject({
    kind: "broken",
    subject: "token",
    todo: expect.stringContaining("DRUVA_SCIM_TOKEN_ACME") as string,
  });
  expect(kindsOf(report)).toHaveLength(7);
});

test("while Druva gives no answer, a test that fails shows nothing: blind, not broken", () => {
  const report = reportOf("druva-down");
  expect(report.worst).toBe("blind");
  expect(report.findings.filter(({ kind }) => kind === "broken")).toEqual([]);
  expect(report.findings.find(({ subject }) => subject === ENGINEERING)?.what).toContain(
    "as it would for any token now",
  );
});

/** The plan that finds nothing, but that this binding stands otherwise. */
function reportWith(key: StateBinding["id"], over: Partial<StateBinding>): DriftReport {
  const plan = recordedPlan("nothing");
  if (plan.prior === null) throw new Error("recorded with a state");
  const bindings = new Map(
    [...plan.prior.bindings].map(([each, binding]): [typeof each, StateBinding] => [
      each,
      each === key ? Object.assign({}, binding, over) : binding,
    ]),
  );
  const summary = summarize("acme", { ...plan, prior: { ...plan.prior, bindings } });
  return driftReport({ summary, token: plan.prior.token, now: new Date("2027-01-01") });
}

test("a job that does not run is stopped, although its token works", () => {
  const report = reportWith(SALES, { notes: ["job scim.1 is paused"] });
  expect(report).toMatchObject({ worst: "stopped", exitCode: 9 });
  expect(kindsOf(report)).toEqual([`stopped ${SALES}`]);
  expect(report.notes).toEqual([]);
});

test("another note than a stop is no finding, and is told beside", () => {
  const report = reportWith("okta/0oaDruvaApi", { notes: ["Okta answered 403"] });
  expect(report).toMatchObject({ worst: null, exitCode: 0 });
  expect(report.notes).toMatchObject([{ detail: "Okta answered 403" }]);
});

test("what nothing shows to work, and nobody can test, is unproven", () => {
  const report = reportWith(SALES, { status: "unproven", untestable: "no licence" });
  expect(report).toMatchObject({ worst: "unproven", exitCode: 8 });
  expect(kindsOf(report)).toEqual([`unproven ${SALES}`]);
});

test("due begins on the policy's day, thirty before the token expires", () => {
  expect(reportOf("nothing", 31).worst).toBeNull();
  expect(reportOf("nothing", 30)).toMatchObject({ worst: "due", exitCode: 3 });
});

test("past its day the token is told as expired by the calendar", () => {
  const { findings, token } = reportOf("nothing", -2);
  expect(findings[0]?.what).toMatch(/^By the calendar the token of generation 1 expired on/);
  expect(token).toMatchObject({ daysLeft: -2, urgencyDays: 1 });
});

test("due is told beside what is worse", () => {
  const report = reportOf("heal", 5);
  expect(report.worst).toBe("broken");
  expect(kindsOf(report)).toContain("due token");
});

test("an age that is unknown is never due", () => {
  const known = tokenIn("nothing");
  const token = { ...known, expiresAt: null, rotateAt: null };
  const summary = summarize("acme", recordedPlan("nothing"));
  const report = driftReport({ summary, token, now: new Date("2099-01-01") });
  expect(report).toMatchObject({ worst: null, token: { daysLeft: null, urgencyDays: null } });
});

test("an application that is not bound is a note, and no finding", () => {
  expect(reportOf("unmanaged-holder").notes).toMatchObject([
    { summary: expect.stringContaining("Druva Sales") as string },
    { summary: expect.stringContaining("Druva Legal") as string },
  ]);
});

test("a plan that fails is judged by the dates that were saved last", () => {
  expect(reportOf("expired-identity", 10)).toMatchObject({
    worst: "blind",
    token: { generation: 1, daysLeft: 10, urgencyDays: 14 },
  });
});

test("the urgency is the smallest step that is not below the days left", () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (daysLeft) => {
      const urgency = urgencyOf(daysLeft);
      const steps = URGENCY_DAYS.filter((days) => days >= daysLeft);
      expect(urgency).toBe(steps.length === 0 ? null : Math.min(...steps));
    }),
  );
});

test("with fewer days left it is never less urgent", () => {
  fc.assert(
    fc.property(fc.integer({ min: -9, max: 99 }), fc.nat(50), (daysLeft, later) => {
      expect(urgencyOf(daysLeft - later) ?? Infinity).toBeLessThanOrEqual(
        urgencyOf(daysLeft) ?? Infinity,
      );
    }),
  );
});
