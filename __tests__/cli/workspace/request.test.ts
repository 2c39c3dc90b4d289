import { execa } from "execa";
import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

import {
  previewRequest,
  raiseRequest,
  type RotationWish,
  writeRequest,
} from "../../../cli/workspace/request";

const CONFIG = `# The tenants of a company.
version: 1
tenants:
  acme: # the European one
    begin: adopt
    policy:
      lifetimeDays: 365    # by Druva's help

      rotateBeforeDays: 30
    # everything that holds the token
    bindings:
      command:
        - { name: other, bind: [other, bind], test: [other, test] }
  watched: { begin: observe, bindings: {} }
# the end
`;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-request-"));
  file = join(folder, "druva-scim.yaml");
  writeFileSync(file, CONFIG);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const wish = (other: Partial<RotationWish> = {}): RotationWish => ({
  configFile: file,
  tenant: "acme",
  generation: 2,
  reason: "The yearly rotation",
  date: "2027-01-02",
  ...other,
});
const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@acme.example",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@acme.example",
};
const git = async (...args: string[]) =>
  (await execa("git", args, { cwd: folder, env: environment, extendEnv: false })).stdout;
async function repository() {
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "druva-scim.yaml");
  await git("commit", "--quiet", "--message=The config");
}
const lines = (diff: string, sign: "+" | "-") =>
  diff
    .split("\n")
    .filter((line) => line.startsWith(sign) && !/^(\+\+\+|---)/.test(line))
    .map((line) => line.slice(1));

test("a request adds four lines behind the policy, and touches no other", async () => {
  const { diff, text } = await previewRequest(wish());
  expect(lines(diff, "-")).toEqual([]);
  expect(lines(diff, "+")).toEqual([
    "    rotationRequest:",
    "      generation: 2",
    "      reason: The yearly rotation",
    "      date: 2027-01-02",
  ]);
  expect(text.indexOf("rotateBeforeDays")).toBeLessThan(text.indexOf("rotationRequest"));
  expect(readFileSync(file, "utf8")).toBe(CONFIG);
});

test("a later request changes the three values and keeps the comments beside them", async () => {
  await writeRequest(wish());
  const commented = readFileSync(file, "utf8").replace(
    "generation: 2",
    "generation: 2 # last year",
  );
  writeFileSync(file, commented);
  const { diff } = await writeRequest(wish({ generation: 3, reason: "Again", date: "2028-01-02" }));
  expect(lines(diff, "+")).toEqual([
    "      generation: 3 # last year",
    "      reason: Again",
    "      date: 2028-01-02",
  ]);
});

test("whatever the reason says, it is what the config reads, and every comment stays", async () => {
  const reason = fc
    .string({ unit: "grapheme" })
    .filter((text) => /\S/.test(text) && !/[$%]\{/.test(text)); // the config refuses others
  await fc.assert(
    fc.asyncProperty(reason, fc.integer({ min: 1, max: 999 }), async (words, generation) => {
      const { text } = await previewRequest(wish({ reason: words, generation }));
      const read = parse(text) as { tenants: { acme: { rotationRequest: unknown } } };
      expect(read.tenants.acme.rotationRequest).toEqual({
        generation,
        reason: words,
        date: "2027-01-02",
      });
      for (const comment of CONFIG.match(/# .*/g) ?? []) expect(text).toContain(comment);
    }),
  );
});

test("a generation that is asked for already is refused, with what to do", async () => {
  await writeRequest(wish());
  await expect(previewRequest(wish())).rejects.toMatchObject({
    message: expect.stringContaining("asks for generation 2"),
    todo: expect.stringContaining("--generation"),
  });
});

test("a tenant that is only watched needs to be told how its first token comes", async () => {
  await expect(previewRequest(wish({ tenant: "watched", generation: 1 }))).rejects.toMatchObject({
    todo: expect.stringContaining("--begin adopt"),
  });
  const { text } = await previewRequest(wish({ tenant: "watched", generation: 1, begin: "adopt" }));
  expect(parse(text)).toMatchObject({
    tenants: { watched: { begin: "adopt", rotationRequest: { generation: 1 } } },
  });
});

test.each([
  ["that Terraform would evaluate", "${file(1)}"],
  ["of white space alone", " "],
])("a reason %s is refused by the config's own rule", async (_kind, reason) => {
  await expect(previewRequest(wish({ reason }))).rejects.toThrow(/rotationRequest.reason/);
});

test("the request is committed on a branch of its own; what is checked out and staged stays", async () => {
  await repository();
  writeFileSync(join(folder, "other.txt"), "staged");
  await git("add", "other.txt");
  const raised = await raiseRequest({ ...wish(), environment });
  expect(raised).toMatchObject({
    branch: "rotate-acme-generation-2",
    base: "main",
    wasThere: false,
  });
  expect(await git("status", "--porcelain")).toBe("A  other.txt");
  expect(await git("branch", "--show-current")).toBe("main");
  expect(await git("diff", "--name-only", "main", raised.branch)).toBe("druva-scim.yaml");
  expect(await git("show", `${raised.branch}:druva-scim.yaml`)).toContain("generation: 2");
  expect(await git("log", "-1", "--format=%s", raised.branch)).toBe(
    "Rotate the Druva SCIM token of acme: generation 2",
  );
});

test("a branch that is there already, here or at the remote, is left alone", async () => {
  await repository();
  const first = await raiseRequest({ ...wish(), environment });
  const again = await raiseRequest({ ...wish({ reason: "Other words" }), environment });
  expect(again).toMatchObject({ wasThere: true, commit: first.commit });

  const remote = mkdtempSync(join(tmpdir(), "druva-scim-remote-"));
  try {
    await execa("git", ["init", "--quiet", "--bare", remote]);
    await git("remote", "add", "origin", remote);
    await git("push", "--quiet", "origin", first.branch);
    await git("branch", "-D", first.branch);
    const nightly = await raiseRequest({ ...wish(), environment, push: true });
    expect(nightly).toMatchObject({ wasThere: true, commit: first.commit });
  } finally {
    rmSync(remote, { recursive: true });
  }
});

test("pushed, the branch is at the remote", async () => {
  await repository();
  const remote = mkdtempSync(join(tmpdir(), "druva-scim-remote-"));
  try {
    await execa("git", ["init", "--quiet", "--bare", remote]);
    await git("remote", "add", "origin", remote);
    const { branch, commit } = await raiseRequest({ ...wish(), environment, push: true });
    expect(await git("ls-remote", "origin", branch)).toContain(commit);
  } finally {
    rmSync(remote, { recursive: true });
  }
});

test("a push that failed is made by the next run", async () => {
  await repository();
  const remote = join(folder, "remote");
  await git("remote", "add", "origin", remote); // not there yet
  await raiseRequest({ ...wish(), environment }); // not pushed
  await expect(raiseRequest({ ...wish(), environment, push: true })).rejects.toThrow(
    /git ls-remote/,
  );
  await execa("git", ["init", "--quiet", "--bare", remote]);
  const { branch, commit } = await raiseRequest({ ...wish(), environment, push: true });
  expect(await git("ls-remote", "origin", branch)).toContain(commit);
});

test("a new branch that the remote refuses is not kept, so that the next run makes it anew", async () => {
  await repository();
  const remote = join(folder, "remote");
  await execa("git", ["init", "--quiet", "--bare", remote]);
  const hook = join(remote, "hooks/pre-receive");
  const words = "GH013: Commits must have verified signatures.";
  writeFileSync(hook, `#!/bin/sh\necho "${words}" >&2\nexit 1\n`, { mode: 0o755 });
  await git("remote", "add", "origin", remote);
  await expect(raiseRequest({ ...wish(), environment, push: true })).rejects.toMatchObject({
    todo: expect.stringContaining("commit.gpgsign"),
  });
  expect(await git("branch", "--list", "rotate-*")).toBe("");
  rmSync(hook);
  const { branch, commit } = await raiseRequest({ ...wish(), environment, push: true });
  expect(await git("ls-remote", "origin", branch)).toContain(commit);
});

test("the commit is signed where git is configured to sign", async () => {
  await repository();
  const key = join(folder, "key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  await git("config", "gpg.format", "ssh");
  await git("config", "user.signingkey", key);
  await git("config", "commit.gpgsign", "yes");
  const { commit } = await raiseRequest({ ...wish(), environment });
  expect(await git("cat-file", "commit", commit)).toContain("gpgsig -----BEGIN SSH SIGNATURE");
});

test.each<[string, () => Promise<void>, RegExp]>([
  ["a folder without git", async () => {}, /not in a git repository/],
  [
    "a config that is not committed",
    async () => {
      await git("init", "--quiet");
      await git("commit", "--quiet", "--allow-empty", "--message=Nothing");
    },
    /not committed yet/,
  ],
  [
    "a config with changes that are not committed",
    async () => {
      await repository();
      writeFileSync(file, `${CONFIG}# mine\n`);
    },
    /changes that are not committed/,
  ],
])("%s is refused with what to do", async (_name, prepare, words) => {
  await prepare();
  await expect(raiseRequest({ ...wish(), environment })).rejects.toMatchObject({
    message: expect.stringMatching(words),
    todo: expect.any(String),
  });
});

test("a person whom git does not know is told so, and no branch is left", async () => {
  await repository();
  const unknown = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", HOME: folder };
  await git("config", "user.useConfigOnly", "true");
  await expect(raiseRequest({ ...wish(), environment: unknown })).rejects.toMatchObject({
    todo: expect.stringContaining("git config user.name"),
  });
  expect(await git("branch", "--list", "rotate-*")).toBe("");
});
