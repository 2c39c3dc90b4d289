import { openCodeHost } from "../../../cli/github/code-host";
import { openPullRequest, pullRequestsOf } from "../../../cli/github/pull-requests";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";

let there: CodeHostStandIn;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(() => there.reset());

const host = () => openCodeHost({ environment: there.environment, backoffMs: 1 });
const wish = { branch: "rotate-acme-generation-2", title: "Rotate", body: "Why" };

test("a pull request goes against the default branch, and is found by its branch", async () => {
  const { number } = await openPullRequest(await host(), wish);
  expect(there.pulls[0]).toMatchObject({ head: wish.branch, base: "main" });
  expect(await pullRequestsOf(await host(), wish.branch)).toMatchObject([{ number, isOpen: true }]);
  expect(await pullRequestsOf(await host(), "another")).toEqual([]);
});

test("an open one is named before a closed one", async () => {
  await openPullRequest(await host(), wish);
  const [first] = there.pulls;
  if (first !== undefined) first.state = "closed";
  await openPullRequest(await host(), wish);
  const found = await pullRequestsOf(await host(), wish.branch);
  expect(found.map(({ isOpen }) => isOpen)).toEqual([true, false]);
});

test("a second one for the same branch is refused in the host's words", async () => {
  await openPullRequest(await host(), wish);
  await expect(openPullRequest(await host(), wish)).rejects.toThrow(
    "422 (Validation Failed; A pull request already exists",
  );
});
