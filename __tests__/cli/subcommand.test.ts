import { Command } from "commander";

import { globalOptions, subcommand } from "../../cli/subcommand";

test.each([
  ["SIGINT", "Stopped by Ctrl-C."],
  ["SIGTERM", "Stopped by SIGTERM."],
  ["SIGHUP", "Stopped by SIGHUP."],
] as const)("a run that %s ends is told so, and by its own name", async (sent, told) => {
  const program = new Command().exitOverride();
  subcommand({
    name: "wait",
    description: "Wait for a signal.",
    help: "",
    options: globalOptions,
    async run(_options, { signal }) {
      process.emit(sent, sent);
      signal.throwIfAborted();
      return 0;
    },
  })(program);
  await expect(program.parseAsync(["node", "druva-scim", "wait"])).rejects.toThrow(told);
});
