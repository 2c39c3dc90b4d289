import { openCodeHost } from "../../../cli/github/code-host";
import { type IssueWish, keepIssues } from "../../../cli/github/issues";
import { makeIssue } from "../../code-host/issues";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";

let there: CodeHostStandIn;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(() => there.reset());

const due: IssueWish = {
  key: "acme/due",
  title: "30 days left",
  body: "It expires.",
  labels: ["druva-scim: due", "druva-scim: 30 days left"],
  urgency: 2,
};

async function keep(...wishes: IssueWish[]) {
  const host = await openCodeHost({ environment: there.environment, backoffMs: 1 });
  const kept = await keepIssues(host, { keys: ["acme/due", "acme/broken"], wishes });
  return kept.map(({ key, did }) => `${key} ${did}`);
}

test("an issue is opened, left as it is, updated and closed by itself", async () => {
  expect(await keep(due)).toEqual(["acme/due opened"]);
  expect(await keep(due)).toEqual(["acme/due left as it is"]);
  expect(await keep({ ...due, title: "29 days left" })).toEqual(["acme/due updated"]);
  expect(await keep()).toEqual(["acme/due closed"]);
  const [issue] = there.issues;
  expect(issue).toMatchObject({ title: "29 days left", state: "closed" });
  expect(issue?.comments.map(({ body }) => body)).toEqual(["This is no longer the case."]);
});

test("what comes back after it was closed is another issue", async () => {
  await keep(due);
  await keep();
  expect(await keep(due)).toEqual(["acme/due opened"]);
  expect(there.issues).toHaveLength(2);
});

test("a higher urgency is told by a comment, a day less is not", async () => {
  await keep(due);
  await keep({ ...due, title: "29 days left" });
  expect(there.issues[0]?.comments).toEqual([]);
  await keep({ ...due, title: "14 days left", urgency: 3 });
  expect(there.issues[0]?.comments.map(({ body }) => body)).toEqual(["**14 days left**"]);
});

test("labels of the urgency before go, labels that people set stay", async () => {
  await keep(due);
  there.issues[0]?.labels.push("on call");
  await keep({ ...due, labels: ["druva-scim: due", "druva-scim: 14 days left"], urgency: 3 });
  expect(there.issues[0]?.labels.sort()).toEqual([
    "druva-scim",
    "druva-scim: 14 days left",
    "druva-scim: due",
    "on call",
  ]);
});

test("issues of other tenants and of people are left alone", async () => {
  makeIssue(there.issues, {
    title: "Another tenant's",
    body: '<!-- druva-scim drift {"key":"emea/due","urgency":5} -->',
    labels: ["druva-scim"],
  });
  makeIssue(there.issues, { title: "By hand", body: "Hm.", labels: ["druva-scim"] });
  expect(await keep()).toEqual([]);
  expect(there.issues.every(({ state }) => state === "open")).toBe(true);
});

test("an issue with our mark that has not our label is a stranger's", async () => {
  makeIssue(there.issues, {
    title: "Fake",
    body: '<!-- druva-scim drift {"key":"acme/due","urgency":5} -->',
  });
  expect(await keep(due)).toEqual(["acme/due opened"]);
  expect(there.issues[0]?.title).toBe("Fake");
});

test("of two for the same, made by two runs at once, the older one stays", async () => {
  await keep(due);
  const [first] = there.issues;
  makeIssue(there.issues, { title: "Again", body: first?.body ?? "", labels: ["druva-scim"] });
  expect(await keep(due)).toEqual(["acme/due left as it is", "acme/due closed"]);
  expect(there.issues.map(({ state }) => state)).toEqual(["open", "closed"]);
});

test("a host without issues is told with what to do", async () => {
  there.refuse({
    method: "GET",
    path: "/issues",
    status: 410,
    body: { message: "Issues has been disabled in this repository." },
  });
  await expect(keep(due)).rejects.toThrow(
    "The code host did not list the issues: it answers 410 (Issues has been disabled in this repository.).",
  );
});
