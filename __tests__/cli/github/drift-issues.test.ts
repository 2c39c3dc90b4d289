import { openCodeHost } from "../../../cli/github/code-host";
import { issueWishes, keepDriftIssues } from "../../../cli/github/drift-issues";
import { type DriftReport, driftReport } from "../../../cli/show/drift-report";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";
import { dayOf } from "../../../cli/terminal/time";
import { recordedOutlook, recordedPlan } from "../recorded-plan";

let there: CodeHostStandIn;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(() => there.reset());

function reportOf(situation: string, daysLeft = 200): DriftReport {
  return driftReport(recordedOutlook(situation, daysLeft));
}

async function keep(report: DriftReport): Promise<string[]> {
  const host = await openCodeHost({ environment: there.environment, backoffMs: 1 });
  return (await keepDriftIssues(host, report)).map(({ key, did }) => `${key} ${did}`);
}

function openTitles(): string[] {
  return there.issues.filter(({ state }) => state === "open").map(({ title }) => title);
}

test("there is an issue a kind, with what is wrong and what to do", async () => {
  await keep(reportOf("heal", 20));
  expect(openTitles()).toEqual([
    "Druva SCIM of acme is broken in 1 place",
    "Druva SCIM of acme has drifted in 1 place",
    "Druva SCIM of acme: 20 days left for the token of generation 2",
  ]);
  const [broken] = there.issues;
  expect(broken?.body).toContain("Druva Sales (Entra ID) holds a token that does not work");
  expect(broken?.body).toContain(
    "**To do:** Deploy: the current token is written again and tested.",
  );
  expect(broken?.labels).toEqual(["druva-scim", "druva-scim: broken"]);
});

test("a person who is waited for is no drift, and has an issue of its own", async () => {
  await keep(reportOf("waiting"));
  expect(openTitles()).toEqual(["Druva SCIM of acme waits for a person in 1 place"]);
  expect(there.issues[0]?.body).toContain("**To do:** Enter the token in Okta");
});

test("nothing wrong, nothing opened", async () => {
  expect(await keep(reportOf("nothing"))).toEqual([]);
});

test("each step of urgency changes the label, and is told once", async () => {
  const labels: (string | undefined)[] = [];
  for (const daysLeft of [61, 60, 45, 30, 29, 14, 7, 2, 1, 0, -3]) {
    await keep(reportOf("nothing", daysLeft));
    labels.push(there.issues[0]?.labels.find((each) => each.endsWith("left")));
  }
  expect(labels.map((each) => each?.replace("druva-scim: ", ""))).toEqual([
    undefined,
    ...["60 days left", "60 days left", "30 days left", "30 days left", "14 days left"],
    ...["7 days left", "7 days left", "1 day left", "1 day left", "1 day left"],
  ]);
  expect(there.issues[0]?.comments.map(({ body }) => body)).toEqual([
    "**Druva SCIM of acme: 30 days left for the token of generation 1**",
    "**Druva SCIM of acme: 14 days left for the token of generation 1**",
    "**Druva SCIM of acme: 7 days left for the token of generation 1**",
    "**Druva SCIM of acme: 1 day left for the token of generation 1**",
  ]);
  expect(openTitles()).toEqual(["Druva SCIM of acme: the token of generation 1 has expired"]);
});

test("sixty days before, the issue says from when on it is due", () => {
  const [wish] = issueWishes(reportOf("nothing", 45));
  const due = recordedPlan("nothing").prior?.token.rotateAt ?? null;
  expect(wish?.body).toContain(`Nothing has to be done yet: it is due from ${dayOf(due)} on.`);
});

test("what is over is closed", async () => {
  await keep(reportOf("heal", 20));
  const kept = await keep(reportOf("nothing"));
  expect(kept).toEqual(["acme/broken closed", "acme/drifted closed", "acme/due closed"]);
  expect(openTitles()).toEqual([]);
});

test("while it cannot be looked at, what was broken is not called fixed", async () => {
  await keep(reportOf("heal"));
  const kept = await keep(reportOf("expired-identity"));
  expect(kept).toEqual(["acme/blind opened"]);
  expect(openTitles()).toEqual([
    "Druva SCIM of acme is broken in 1 place",
    "Druva SCIM of acme has drifted in 1 place",
    "Druva SCIM of acme cannot be looked at in 2 places",
  ]);
});

test("while it cannot be looked at, a person is not taken to have acted", async () => {
  await keep(reportOf("waiting"));
  await keep(reportOf("expired-identity"));
  expect(openTitles()).toContain("Druva SCIM of acme waits for a person in 1 place");
});

test("a rejected token is the title", () => {
  const [wish] = issueWishes(reportOf("rejected"));
  expect(wish?.title).toBe("Druva SCIM of acme is broken: Druva rejects the token");
});

describe("of 1,000 bindings", () => {
  const many = (subject: "token" | null): DriftReport => {
    const report = reportOf("rejected");
    const [token, binding] = ["token", "entra"].map((start) =>
      report.findings.find(({ kind, subject: of }) => kind === "broken" && of.startsWith(start)),
    );
    if (!token || !binding) throw new Error("recorded with both");
    const bindings = Array.from({ length: 1000 }, (_each, number) => ({
      ...binding,
      subject: `entra/${number}`,
    }));
    return { ...report, findings: subject === null ? bindings : [token, ...bindings] };
  };

  test("a rejected token is told once, and the bindings are a count", () => {
    const [wish] = issueWishes(many("token"));
    expect(wish?.body).toContain("1000 applications");
    expect(wish?.body.match(/\*\*To do:\*\*/g)).toHaveLength(2);
  });

  test("the issue fits what the host takes", async () => {
    await keep(many(null));
    expect(there.issues[0]?.body.length).toBeLessThanOrEqual(65_536);
    expect(there.issues[0]?.body).toContain("cut: the whole text is in the job's log");
    expect(await keep(many(null))).toContain("acme/broken left as it is");
  });
});
