import type { Command } from "commander";
import { execa } from "execa";

import { commandLine } from "../../cli/main";
import { built } from "../../sandbox/built";

/** All that --help lists, down to those that have none below them: "journal list". */
function leavesOf(command: Command, path: readonly string[] = []): [string, Command][] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== "help");
  if (below.length === 0) return [[path.join(" "), command]];
  return below.flatMap((each) => leavesOf(each, [...path, each.name()]));
}

const program = commandLine();
const subcommands = leavesOf(program);

/** With what is added after the options. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

async function run(args: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa("node", [built("cli", "main.js"), ...args], {
    reject: false,
    env: { CI: "true" },
  });
  return { exitCode, stdout, stderr };
}

test.each(subcommands)(
  "%s --help says what it does, its exit codes and examples",
  (name, command) => {
    const help = helpOf(command);
    expect(command.description()).toMatch(/\w.*\.$/);
    expect(help).toMatch(/Exit codes/);
    expect(help).toMatch(/\b64\b/);
    expect(help).toMatch(new RegExp(`Examples?:[^]*druva-scim ${name}`));
  },
);

test.each(subcommands)(
  "%s has --json, --config and --tenant from the program",
  (_name, command) => {
    const help = helpOf(command);
    for (const option of ["--json", "--config", "--tenant"]) expect(help).toContain(option);
  },
);

test("an option that is not there is refused with 64", async () => {
  const { exitCode, stderr, stdout } = await run(["status", "--ofline"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: "" });
  expect(stderr).toMatch(/unknown option '--ofline'[^]*Did you mean --offline\?/);
});

test("a subcommand that is not there is refused with 64", async () => {
  const { exitCode, stderr } = await run(["statsu"]);
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(/unknown command 'statsu'[^]*Did you mean status\?/);
});

test("help is no error", async () => {
  const { exitCode, stdout } = await run(["--help"]);
  expect(exitCode).toBe(0);
  for (const command of program.commands.filter((each) => each.description() !== "")) {
    expect(stdout).toContain(command.name());
  }
});

test("a config that is not there is told in one line, without a stack trace", async () => {
  const { exitCode, stdout, stderr } = await run(["status", "--config", "nowhere.yaml"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr.split("\n")).toHaveLength(1);
  expect(stderr).toContain("nowhere.yaml");
});
