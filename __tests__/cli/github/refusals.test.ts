import { CliError } from "../../../cli/terminal/cli-error";
import { openCodeHost } from "../../../cli/github/code-host";
import { pullRequestNumber } from "../../../cli/github/pull-request-number";
import { putStickyComment } from "../../../cli/github/sticky-comment";
import { makeIssue } from "../../code-host/issues";
import { type CodeHostStandIn, startCodeHost, TOKEN } from "../../code-host/stand-in";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

let there: CodeHostStandIn;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(() => {
  there.reset();
  makeIssue(there.issues, { title: "Rotate" }, true);
});

const POST = { method: "POST", path: "/issues/1/comments" } as const;

async function refusal(environment: NodeJS.ProcessEnv = there.environment): Promise<CliError> {
  const error: unknown = await openCodeHost({ environment, backoffMs: 1 })
    .then((host) => putStickyComment(host, { pullRequest: 1, marker: "<!-- m -->", body: "b" }))
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof CliError)) throw new Error("not refused, or not in words");
  expect(`${error.message} ${error.todo ?? ""}`).not.toContain(TOKEN);
  return error;
}

test("403 names the permission that the host asks for", async () => {
  there.refuse({
    ...POST,
    status: 403,
    body: { message: "Resource not accessible by integration" },
    headers: { "x-accepted-github-permissions": "issues=write; pull_requests=write" },
  });
  const { message, todo, exitCode } = await refusal();
  expect(message).toBe(
    "The code host did not post a comment on pull request 1: it answers 403 (Resource not accessible by integration).",
  );
  expect(todo).toContain("`permissions: issues: write or pull-requests: write`");
  expect(exitCode).toBe(1);
});

test("a host that lets no workflow open pull requests is told by the setting, not by a permission", async () => {
  there.refuse({
    ...POST,
    status: 403,
    body: { message: "GitHub Actions is not permitted to create or approve pull requests." },
    headers: { "x-accepted-github-permissions": "pull_requests=write" },
  });
  const { todo } = await refusal();
  expect(todo).toContain("Settings > Actions > General");
  expect(todo).not.toContain("write");
});

test.each([
  [403, "You have exceeded a secondary rate limit"],
  [429, "Too many requests"],
])(
  "%i for too many requests says to wait, not to ask for a permission",
  async (status, message) => {
    there.refuse({ ...POST, status, body: { message } });
    expect((await refusal()).todo).toContain("in a few minutes");
  },
);

test("404 says what may be wrong", async () => {
  there.issues.splice(0);
  const { message, todo } = await refusal();
  expect(message).toContain("it answers 404 (Not Found)");
  expect(todo).toContain("GITHUB_REPOSITORY and the number");
});

test("422 repeats what the host finds wrong", async () => {
  there.refuse({
    ...POST,
    status: 422,
    body: {
      message: "Validation Failed",
      errors: [{ resource: "Issue", field: "body", code: "invalid" }],
    },
  });
  expect((await refusal()).message).toContain("422 (Validation Failed; Issue body invalid)");
});

test("5xx is told as the host's failure, and a page of HTML is not repeated", async () => {
  there.refuse({
    ...POST,
    status: 502,
    body: "<html>Bad Gateway</html>",
    headers: { "content-type": "text/html" },
  });
  const { message, todo } = await refusal();
  expect(message).toContain("502 (without an explanation)");
  expect(todo).toContain("Run the command again later");
});

test("a write that creates something is never sent again", async () => {
  there.refuse({ ...POST, status: 503 });
  await refusal();
  expect(there.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a read is sent again when the host stumbles", async () => {
  there.refuse({ method: "GET", path: "/issues/1/comments", status: 503, count: 2 });
  const host = await openCodeHost({ environment: there.environment, backoffMs: 1 });
  const put = await putStickyComment(host, { pullRequest: 1, marker: "<!-- m -->", body: "b" });
  expect(put.did).toBe("created");
});

test("401 says that the token is not valid there", async () => {
  const { message, todo } = await refusal({ ...there.environment, GITHUB_TOKEN: "another-token" });
  expect(message).toContain("401 (Bad credentials)");
  expect(todo).toContain("has expired, was revoked");
});

test("a host that cannot be reached is told so", async () => {
  const gone = await startCodeHost();
  await gone.stop();
  const { message, todo } = await refusal(gone.environment);
  expect(message).toContain("it did not answer");
  expect(todo).toContain("GITHUB_API_URL");
});

test.each([
  [{}, "GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name) not set"],
  [{ GITHUB_TOKEN: TOKEN }, "GITHUB_REPOSITORY (owner/name) not set"],
  [{ GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: "identity" }, 'is "identity". Expected owner/name'],
])("an environment that lacks something is wrong usage: %j", async (environment, message) => {
  const error = await refusal(environment);
  expect(error.message).toContain(message);
  expect(error.exitCode).toBe(64);
});

describe("the pull request's number", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "druva-event-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function numberIn(event: string): Promise<number> {
    const file = join(folder, "event.json");
    await writeFile(file, event);
    return pullRequestNumber(undefined, { GITHUB_EVENT_PATH: file });
  }

  test("is that of the event", async () => {
    expect(await numberIn('{"pull_request":{"number":7}}')).toBe(7);
    expect(await numberIn('{"issue":{"number":8,"pull_request":{}}}')).toBe(8);
  });

  test("can be given", async () => {
    expect(await pullRequestNumber(9, {})).toBe(9);
  });

  test.each([
    ['{"issue":{"number":8}}', "is not about a pull request"],
    ["{}", "is not about a pull request"],
    ["no JSON", "is not a GitHub event"],
  ])("is asked for where the event has none: %s", async (event, message) => {
    await expect(numberIn(event)).rejects.toThrow(message);
  });

  test("is asked for where there is no event", async () => {
    await expect(pullRequestNumber(undefined, {})).rejects.toMatchObject({
      exitCode: 64,
      todo: "Run it on pull_request, or give --pull-request NUMBER.",
    });
  });
});
