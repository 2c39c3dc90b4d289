import { openCodeHost } from "../../../cli/github/code-host";
import { putStickyComment } from "../../../cli/github/sticky-comment";
import { makeIssue } from "../../code-host/issues";
import { type CodeHostStandIn, startCodeHost, TOKEN } from "../../code-host/stand-in";

let there: CodeHostStandIn;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(() => {
  there.reset();
  makeIssue(there.issues, { title: "Rotate" }, true);
});

const marker = "<!-- druva-scim plan acme -->";

async function put(body: string) {
  const host = await openCodeHost({ environment: there.environment, backoffMs: 1 });
  return putStickyComment(host, { pullRequest: 1, marker, body });
}

function comments() {
  return there.issues[0]?.comments ?? [];
}

test("the first plan is posted, the next one replaces it in place", async () => {
  expect((await put("first")).did).toBe("created");
  expect((await put("second")).did).toBe("updated");
  expect(comments().map(({ body }) => body)).toEqual([`${marker}\nsecond`]);
});

test("a plan that says the same leaves the comment as it is", async () => {
  await put("same");
  expect((await put("same")).did).toBe("left as it is");
  expect(there.seen.filter(({ method }) => method === "PATCH")).toEqual([]);
});

test("it is found behind more than a page of other comments", async () => {
  await put("first");
  for (let number = 0; number < 150; number++) {
    comments().unshift({ id: number, user: { login: "ann", type: "User" }, body: "Hm." });
  }
  expect((await put("second")).did).toBe("updated");
  expect(comments()).toHaveLength(151);
});

test("another tenant's comment is another comment", async () => {
  comments().push({
    id: 1,
    user: { login: "github-actions[bot]", type: "Bot" },
    body: "<!-- druva-scim plan acme-emea -->\nother",
  });
  expect((await put("ours")).did).toBe("created");
  expect(comments()).toHaveLength(2);
});

test("a person's comment with the same marker is not taken for ours", async () => {
  comments().push({
    id: 1,
    user: { login: "mallory", type: "User" },
    body: `${marker}\nAll is well.`,
  });
  expect((await put("ours")).did).toBe("created");
  expect(comments()[0]?.body).toBe(`${marker}\nAll is well.`);
});

test("with a person's token, that person's own comment is ours", async () => {
  there.self = { login: "ann", type: "User" };
  await put("first");
  expect((await put("second")).did).toBe("updated");
});

test("a text that is too long for the code host is cut, and says so", async () => {
  await put("x".repeat(70_000));
  const [comment] = comments();
  expect(comment?.body.length).toBeLessThanOrEqual(65_536);
  expect(comment?.body).toContain("cut: the whole text is in the job's summary");
});

test("no secret of the environment reaches the code host, whatever the text quotes", async () => {
  const connection = "postgres://tfstate:S3cr3t%Pa55word@db.example:5432/tf";
  const environment = { ...there.environment, PG_CONN_STR: connection };
  const host = await openCodeHost({ environment, backoffMs: 1 });
  const body = `parse "${connection}": invalid; "${TOKEN}"; https://u:in-no-variable@proxy`;
  await putStickyComment(host, { pullRequest: 1, marker, body });
  expect(comments()).toHaveLength(1);
  expect(comments()[0]?.body).not.toMatch(/S3cr3t|a-workflows-token|in-no-variable/);
});

test("a secret that is part of the marker does not keep a comment from being found again", async () => {
  const environment = { ...there.environment, A_PASSWORD: "druva-scim" };
  const host = await openCodeHost({ environment, backoffMs: 1 });
  const putOnce = (body: string) => putStickyComment(host, { pullRequest: 1, marker, body });
  await putOnce("made by druva-scim");
  expect((await putOnce("again")).did).toBe("updated");
  expect(comments()).toHaveLength(1);
});
