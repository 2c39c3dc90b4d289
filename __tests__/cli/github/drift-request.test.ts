import { execa } from "execa";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCodeHost } from "../../../cli/github/code-host";
import { openRotationRequest, type RequestOutcome } from "../../../cli/github/drift-request";
import { driftReport } from "../../../cli/show/drift-report";
import { openWorkspace, selectTenant } from "../../../cli/workspace/workspace";
import { type CodeHostStandIn, startCodeHost } from "../../code-host/stand-in";
import { recordedOutlook } from "../recorded-plan";

const BRANCH = "rotate-acme-generation-2";
const CONFIG = `# reviewed
version: 1
tenants:
  acme:
    begin: adopt
    bindings: {}
`;

let there: CodeHostStandIn;
let folder: string;
beforeAll(async () => {
  there = await startCodeHost();
});
afterAll(() => there.stop());
beforeEach(async () => {
  there.reset();
  folder = mkdtempSync(join(tmpdir(), "druva-request-"));
  const git = (...args: string[]) => execa("git", args, { cwd: folder });
  await git("init", "--quiet", "--bare", "origin.git");
  await git("init", "--quiet", "--initial-branch=main", "work");
  writeFileSync(join(folder, "work/druva-scim.yaml"), CONFIG);
  for (const args of [
    ["config", "user.name", "CI"],
    ["config", "user.email", "ci@acme.example"],
    ["remote", "add", "origin", join(folder, "origin.git")],
    ["add", "."],
    ["commit", "--quiet", "-m", "Config"],
    ["push", "--quiet", "origin", "main"],
  ]) {
    await git("-C", "work", ...args);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

async function open(daysLeft: number): Promise<RequestOutcome | undefined> {
  const environment = { ...process.env, ...there.environment };
  const configFile = join(folder, "work/druva-scim.yaml");
  const report = driftReport(recordedOutlook("nothing", daysLeft));
  const host = await openCodeHost({ environment, backoffMs: 1 });
  const tenant = selectTenant(openWorkspace({ configFile, environment }));
  return openRotationRequest(host, tenant, report);
}

async function atOrigin(): Promise<string> {
  const { stdout } = await execa("git", ["show", `${BRANCH}:druva-scim.yaml`], {
    cwd: join(folder, "origin.git"),
    reject: false,
  });
  return stdout;
}

test("when due, the branch is pushed and the pull request opened, with what merging means", async () => {
  expect(await open(20)).toMatchObject({ did: "opened", pullRequest: { number: 1 } });
  const [pull] = there.pulls;
  expect(pull).toMatchObject({ head: BRANCH, base: "main" });
  expect(pull?.body).toContain("**Merging is the approval, and nothing more:**");
  expect(pull?.body).toContain("+      generation: 2");
  expect(await atOrigin()).toContain("generation: 2");
  expect(await atOrigin()).toContain("# reviewed");
});

test("before that, nothing is asked for", async () => {
  expect(await open(31)).toBeUndefined();
  expect(there.seen).toEqual([]);
});

test("the next night it is not opened again", async () => {
  await open(20);
  expect((await open(19))?.did).toBe("is open");
  expect(there.pulls).toHaveLength(1);
});

test("one that people declined is not opened again", async () => {
  await open(20);
  const [pull] = there.pulls;
  if (pull !== undefined) pull.state = "closed";
  expect((await open(19))?.did).toBe("was declined");
  expect(there.pulls).toHaveLength(1);
});

test("a pull request that failed to open the night before is opened with the same branch", async () => {
  there.refuse({ method: "POST", path: "/pulls", status: 502, count: 1 });
  await expect(open(20)).rejects.toThrow("502");
  expect((await open(19))?.did).toBe("opened");
});

/** Others merge meanwhile: another file, and another line of the config. */
async function moveMain() {
  const git = (...args: string[]) => execa("git", ["-C", join(folder, "work"), ...args]);
  writeFileSync(join(folder, "work", "README.md"), "Ours\n");
  writeFileSync(join(folder, "work", "druva-scim.yaml"), `${CONFIG}# the end\n`);
  await git("add", ".");
  await git("commit", "--quiet", "-m", "Other work");
  await git("push", "--quiet", "origin", "main");
}

test.each([
  ["all history", async () => {}],
  [
    "the last commit alone, as CI has it",
    async () => {
      rmSync(join(folder, "work"), { recursive: true });
      const origin = `file://${join(folder, "origin.git")}`;
      const args = ["--quiet", "--depth=1", "--branch=main", origin, join(folder, "work")];
      await execa("git", ["clone", ...args]);
    },
  ],
])(
  "once main has moved on, the branch of the night before still holds the request alone: with %s",
  async (_what, checkOut) => {
    there.refuse({ method: "POST", path: "/pulls", status: 502, count: 1 });
    await expect(open(20)).rejects.toThrow("502");
    await moveMain();
    await checkOut();
    expect((await open(19))?.did).toBe("opened");
  },
);

test("what is merged already is not asked for again", async () => {
  const file = join(folder, "work/druva-scim.yaml");
  const request = "\n    rotationRequest: { generation: 2, reason: Yearly, date: 2027-10-26 }";
  writeFileSync(file, CONFIG.replace("begin: adopt", `begin: adopt${request}`));
  expect(await open(20)).toEqual({ did: "is merged", pullRequest: null });
});

test.each([
  ["another file", "main.ts", "steal();\n"],
  [
    "another setting",
    "druva-scim.yaml",
    CONFIG.replace("bindings", "scimUrl: https://evil.example\n    bindings"),
  ],
])("a branch that somebody has prepared with %s is not opened", async (_what, name, text) => {
  const git = (...args: string[]) => execa("git", ["-C", join(folder, "work"), ...args]);
  await git("checkout", "--quiet", "-b", BRANCH);
  writeFileSync(join(folder, "work", name), text);
  await git("add", ".");
  await git("commit", "--quiet", "-m", "Rotate");
  await git("push", "--quiet", "origin", BRANCH);
  await git("checkout", "--quiet", "main");
  await git("branch", "--quiet", "-D", BRANCH);
  await expect(open(20)).rejects.toThrow(`The branch ${BRANCH} was there already`);
  expect(there.pulls).toEqual([]);
});
