import { findingsOf } from "../../../cli/outlook/findings";
import type { Outlook } from "../../../cli/outlook/outlook";
import type { StateBinding } from "../../../cli/terraform/tenant-state";
import { EXIT } from "../../../cli/terminal/exit-codes";
import { aBinding, anOutlook, aToken } from "../an-outlook";
import { recordedOutlook, recordedPlanWith } from "../recorded-plan";

function kindsOf({ findings }: Pick<Outlook, "findings">): string[] {
  return findings.map(({ kind, subject }) => `${kind} ${subject}`);
}

const ENGINEERING = "entra/00000000-0000-0000-0000-0000000000aa";
const SALES = "entra/00000000-0000-0000-0000-0000000000ab";
const LEGAL = "entra/00000000-0000-0000-0000-0000000000ad";

test.each<[string, Outlook["worst"], number, string[]]>([
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
  ["after-a-failed-deploy", "broken", 5, [`broken ${SALES}`, "undated token"]],
  ["rotate", "drifted", 4, ["drifted token"]],
  ["policy", "drifted", 4, ["drifted token"]],
  ["released", "drifted", 4, [`drifted token`, `drifted ${SALES}`]],
  ["bind-one-more", "drifted", 4, ["drifted token", `drifted ${SALES}`]],
  ["expired-identity", "blind", 6, ["blind plan", "blind plan"]],
  ["vanished", "blind", 6, ["blind plan"]],
])("%s is %s, exit code %i", (situation, worst, exitCode, kinds) => {
  const outlook = recordedOutlook(situation);
  expect([outlook.worst, EXIT[outlook.worst ?? "fine"]]).toEqual([worst, exitCode]);
  expect(kindsOf(outlook)).toEqual(kinds);
});

test("a rejected token is broken, and so is everything that holds it", () => {
  const outlook = recordedOutlook("rejected");
  expect(outlook.findings[0]).toMatchObject({ kind: "broken", subject: "token" });
  expect(kindsOf(outlook)).toHaveLength(7);
});

test("while Druva gives no answer, a test that fails shows nothing: blind, not broken", () => {
  const { worst, findings, bindings } = recordedOutlook("druva-down");
  expect(worst).toBe("blind");
  expect(findings.filter(({ kind }) => kind === "broken")).toEqual([]);
  expect(bindings.find(({ key }) => key === ENGINEERING)?.evidence).toContain(
    "as it would for any token now",
  );
});

test.each([
  ["tested", null],
  ["rejected", "broken"],
  ["waiting", "waiting"],
  ["unproven", "unproven"],
  ["unknown", "blind"],
] as const)("a binding that is %s is %s", (status, kind) => {
  expect(anOutlook({ bindings: [aBinding({ status })] }).worst).toBe(kind);
});

test.each([
  ["valid", {}, null],
  ["observed", {}, null],
  ["unproven", { unanswered: "Druva answered 503" }, "blind"],
  ["rejected", {}, "broken"],
] as const)("a token that is %s is %s", (status, over, kind) => {
  expect(anOutlook({ token: aToken({ status, ...over }) }).worst).toBe(kind);
});

test("the worst of several leads", () => {
  const statuses = ["waiting", "unknown", "rejected"] as const;
  expect(anOutlook({ bindings: statuses.map((status) => aBinding({ status })) }).worst).toBe(
    "broken",
  );
});

/** The plan that finds nothing, but that this binding stands otherwise. */
function outlookWith(key: string, over: Partial<StateBinding>): Outlook {
  return recordedOutlook(
    recordedPlanWith("nothing", (each, at) => (at === key ? Object.assign({}, each, over) : each)),
  );
}

test("a job that does not run is stopped, although its token works", () => {
  const outlook = outlookWith(SALES, { notes: ["job scim.1 is paused"] });
  expect(outlook.findings).toEqual([
    { kind: "stopped", subject: SALES, problem: "job stopped", why: "job scim.1 is paused" },
  ]);
});

test("only an Entra application's notes stop it", () => {
  expect(outlookWith("okta/0oaDruvaApi", { notes: ["Okta answered 403"] }).worst).toBeNull();
});

test("what nothing shows to work, and nobody can test, is unproven", () => {
  const outlook = outlookWith(SALES, { status: "unproven", untestable: "no licence" });
  expect(kindsOf(outlook)).toEqual([`unproven ${SALES}`]);
});

test("due begins on the policy's day, thirty before the token expires", () => {
  expect(recordedOutlook("nothing", 31).worst).toBeNull();
  expect(recordedOutlook("nothing", 30).worst).toBe("due");
});

test("past its day the token has expired by the calendar", () => {
  expect(recordedOutlook("nothing", -2).findings).toEqual([
    { kind: "due", subject: "token", problem: "expired" },
  ]);
});

test("due is told beside what is worse", () => {
  const outlook = recordedOutlook("heal", 5);
  expect(outlook.worst).toBe("broken");
  expect(kindsOf(outlook)).toContain("due token");
});

test("an age that is unknown is never due, and never fine", () => {
  const token = aToken({ expiresAt: null, rotateAt: null });
  const findings = findingsOf(anOutlook({ token, takenAt: new Date("2099-01-01") }));
  expect(findings.map(({ problem }) => problem)).toEqual(["age unknown"]);
});

test.each<[string, Parameters<typeof aToken>[0], Outlook["worst"]]>([
  ["a token that works", {}, "undated"],
  ["one that is only watched", { generation: 0, status: "observed", fingerprint: null }, "undated"],
  ["one that is dead", { status: "rejected" }, "broken"],
])("an unknown age of %s is a finding, unless the token is dead", (_name, over, worst) => {
  const unknown = {
    issuedAt: null,
    expiresAt: null,
    rotateAt: null,
    ageDays: null,
    daysLeft: null,
  };
  const outlook = anOutlook({ token: aToken({ ...unknown, ...over }) });
  expect(outlook.worst).toBe(worst);
  expect(EXIT.undated).toBe(10);
});

test("what a stopped deploy has not reached is behind, and nobody else is said to have changed it", () => {
  for (const status of ["unproven", "unknown"] as const) {
    const bindings = [aBinding({ status, isBehind: true, action: "heal" })];
    const problems = anOutlook({ bindings }).findings.map(({ problem }) => problem);
    expect(problems).toContain("behind");
    expect(problems).not.toContain("settings changed");
  }
});
