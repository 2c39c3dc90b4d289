import { execa } from "execa";

import { built } from "../../../sandbox/built";

async function cli(...args: string[]) {
  const { stdout, exitCode, stderr } = await execa("node", [built("cli", "main.js"), ...args], {
    reject: false,
  });
  return { stdout, exitCode, stderr };
}
/** What is offered after these words; the last one is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout } = await cli("complete", "--", ...words);
  const lines = stdout.split("\n").filter((line) => !/^:\d+$/.test(line));
  return lines.map((line) => line.split("\t")[0] ?? "");
}

test.each(["bash", "zsh", "fish"])("%s gets a script of its own", async (shell) => {
  const { stdout, exitCode } = await cli("completion", shell);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`${shell} completion for druva-scim`);
});

test("bash can load the script", async () => {
  const { stdout } = await cli("completion", "bash");
  const loaded = await execa("bash", ["-c", `${stdout}\ncomplete -p druva-scim`], {
    reject: false,
  });
  expect(loaded.stdout).toMatch(/druva-scim$/);
});

test("another shell is wrong usage", async () => {
  const { exitCode, stderr } = await cli("completion", "cmd");
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(/bash, zsh, fish/);
});

test("subcommands are offered, and what stands below them", async () => {
  expect(await offered("")).toEqual(expect.arrayContaining(["status", "rotate", "journal"]));
  expect(await offered("")).not.toContain("complete");
  expect(await offered("jour")).toEqual(["journal"]);
  expect(await offered("journal", "")).toEqual(
    expect.arrayContaining(["list", "recover", "purge"]),
  );
});

test("a subcommand's own options are offered, and those of the program", async () => {
  expect(await offered("request", "--")).toEqual(
    expect.arrayContaining(["--reason", "--print", "--tenant", "--json"]),
  );
  expect(await offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
});
