/** What a person gets who asks for what cannot be: a message, what to do, the documented exit code. */
import { execa } from "execa";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { built } from "../../sandbox/built";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-bad-input-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (config: string) => writeFileSync(join(folder, "druva-scim.yaml"), config);
async function cli(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa("node", [built("cli", "main.js"), ...args], {
    cwd: folder,
    env: { HOME: folder, DRUVA_SCIM_CONFIG: "" },
    reject: false,
    input: "",
  });
  expect(stderr).not.toMatch(/^\s+at /m);
  return { exitCode, stdout, stderr };
}

const ofOneTenant = [
  ["request", "--reason", "why", "--generation", "2"],
  ["preflight"],
  ["rotate", "--token-stdin"],
  ["journal", "purge", "--yes"],
];
const ofAnyTenants = [["journal", "list"], ["journal", "recover"], ["lock"]];

test.each(ofOneTenant)(
  "%s: two tenants and none named is wrong usage that lists them",
  async (...args) => {
    write(
      "version: 1\ntenants:\n  acme: { begin: adopt, bindings: {} }\n  emea: { begin: adopt, bindings: {} }\n",
    );
    const { exitCode, stderr } = await cli(...args);
    expect(exitCode).toBe(64);
    expect(stderr).toMatch(/Which tenant\? .* acme, emea\.\nName one of them: --tenant acme/);
  },
);

test.each([...ofOneTenant, ...ofAnyTenants])(
  "%s: a config that is none is told with line and column",
  async (...args) => {
    write("version: 1\ntenants:\n  acme: { begin: adopt, bindigns: {} }\n");
    const { exitCode, stderr } = await cli(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/druva-scim\.yaml:3:\d+: .*Did you mean bindings\?/);
  },
);

test.each([...ofOneTenant, ...ofAnyTenants])("%s: no config here", async (...args) => {
  const { exitCode, stderr } = await cli(...args);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/no such file/);
});

test.each([
  [["request"], /required option '--reason/],
  [["request", "--reason", "why", "--generation", "two"], /--generation: a whole number/],
  [["request", "--reason", "why", "--date", "tomorrow"], /--date: a day as YYYY-MM-DD/],
  [["request", "--reason", "why", "--print", "--push"], /exclude each other/],
  [["rotate", "--wait", "long"], /--wait: a number of minutes/],
  [["lock", "--platform", "Linux x64"], /a platform such as linux_amd64/],
  [["init", "--begin", "issue"], /--begin: observe or adopt/],
  [["journal", "forget"], /unknown command 'forget'/],
])("%j is wrong usage", async (args, words) => {
  write("version: 1\ntenants:\n  acme: { begin: adopt, bindings: {} }\n");
  const { exitCode, stderr } = await cli(...args);
  expect(stderr).toMatch(words);
  expect(exitCode).toBe(64);
});
