import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("lock")
    .description("Pin the stock providers: make or refresh locks/<stack>.terraform.lock.hcl.")
    .option("--platform <os_arch...>", "platforms (default: linux and darwin, amd64 and arm64)")
    .option("--fs-mirror <folder>", "take the packages from a filesystem mirror")
    .option("--upgrade", "the newest versions that the constraints allow")
    .addHelpText(
      "after",
      `
Synth puts the file into the stack's folder, so that every deploy checks what it runs. Commit it.
The druva provider is not in it: it comes with this package, and npm's lock file pins it.

Exit codes: 0 written or unchanged, 1 no registry or mirror gave the packages, 64 wrong usage.

Examples:
  druva-scim lock
  druva-scim lock --tenant acme --upgrade
  druva-scim lock --fs-mirror ./mirror --platform linux_amd64`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { lockOptions, runLock } = await import("../lock.js");
      await action(lockOptions, runLock).call(this);
    });
}
