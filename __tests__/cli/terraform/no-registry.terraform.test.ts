/** Where no provider registry is reached, as in the sandbox's shell: one line, and what to do. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { lockCommand } from "../../../cli/commands/lock";
import { planCommand } from "../../../cli/commands/plan";
import { statusCommand } from "../../../cli/commands/status";
import { built } from "../../../sandbox/built";
import { makeIssue } from "../../code-host/issues";
import { startCodeHost } from "../../code-host/stand-in";
import { surroundings } from "../surroundings";

let folder: string;
let config: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-no-registry-"));
  config = join(folder, "druva-scim.yaml");
  const app = { language: "typescript", app: `node ${built("main.js")}` };
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(app));
  writeFileSync(
    config,
    "version: 1\ntenants:\n  acme:\n    begin: adopt\n    bindings:\n      entra: [{ id: 00000000-0000-0000-0000-0000000000aa, through: azuread }]\n      okta: [{ id: 0oaDruvaApi, through: okta }]\n",
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const around = () =>
  surroundings({
    PATH: process.env["PATH"],
    HOME: folder,
    HTTPS_PROXY: "http://127.0.0.1:9",
    CHECKPOINT_DISABLE: "1",
  });

test("lock says why, and where it can be run", async () => {
  const options = { config, platform: ["linux_amd64"], upgrade: false, json: false };
  await expect(lockCommand.run(options, around())).rejects.toMatchObject({
    message: expect.stringMatching(
      /^terraform providers lock failed: .*registry\.terraform\.io.* \(and 1 more like it\)\.$/,
    ),
    todo: expect.stringContaining("the sandbox's shell has none"),
  });
});

test("what needs Terraform's init says why, and where the providers may come from", async () => {
  const options = { config, offline: true, json: false };
  await expect(statusCommand.run(options, around())).rejects.toMatchObject({
    message: expect.stringMatching(
      /^terraform init failed in .*: .*registry\.terraform\.io.* \(and 1 more like it\)\.$/,
    ),
    todo: expect.stringContaining("TF_CLI_CONFIG_FILE"),
  });
});

test("a pull request is told that init failed, and nothing of what Terraform said", async () => {
  const there = await startCodeHost();
  try {
    makeIssue(there.issues, { title: "Rotate" }, true);
    const options = { config, json: false, markdown: false, comment: true, pullRequest: 1 };
    const { terminal, environment, signal } = around();
    const run = planCommand.run(options, {
      ...{ terminal, signal },
      environment: { ...environment, ...there.environment },
    });
    await expect(run).rejects.toThrow("registry.terraform.io");
    const [comment] = there.issues[0]?.comments ?? [];
    expect(comment?.body).toContain("terraform init failed");
    expect(comment?.body).not.toContain("registry.terraform.io");
  } finally {
    await there.stop();
  }
});
