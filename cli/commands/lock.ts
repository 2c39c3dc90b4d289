import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const lockCommand = subcommand({
  name: "lock",
  description: "Pin the stock providers: make or refresh locks/<stack>.terraform.lock.hcl.",
  flags: (command) =>
    command
      .option("--platform <os_arch...>", "platforms (default: linux and darwin, amd64 and arm64)")
      .option("--fs-mirror <folder>", "take the packages from a filesystem mirror")
      .option("--upgrade", "the newest versions that the constraints allow"),
  help: `
Synth puts the file into the stack's folder, so that every deploy checks what it runs. Commit it.
The druva provider is not in it: it comes with this package, and npm's lock file pins it.

Exit codes: 0 written or unchanged, 1 no registry or mirror gave the packages, 64 wrong usage.

Examples:
  druva-scim lock
  druva-scim lock --tenant acme --upgrade
  druva-scim lock --fs-mirror ./mirror --platform linux_amd64`,
  options: globalOptions.extend({
    platform: z
      .array(z.string().regex(/^[a-z0-9]+_[a-z0-9]+$/, "a platform such as linux_amd64"))
      .optional(),
    fsMirror: z.string().optional(),
    upgrade: z.boolean().default(false),
  }),
  run: async (
    { config, tenant, json, platform, fsMirror, upgrade },
    { terminal, environment, signal },
  ) => {
    const { lock, lockedText } = await import("../terraform/lock.js");
    const { PLATFORMS } = await import("../../constructs/installation/provider-package.js");
    const { openWorkspace } = await import("../workspace/workspace.js");
    const workspace = openWorkspace({ configFile: config, environment });
    const wanted = { tenant, platforms: platform ?? PLATFORMS, fsMirror, upgrade };
    const locks = await lock(workspace, wanted, { terminal, signal });
    if (json) terminal.printJson({ locks });
    else terminal.print(locks.map(lockedText).join("\n"));
    return EXIT.fine;
  },
});
