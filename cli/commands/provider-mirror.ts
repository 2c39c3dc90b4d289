import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const providerMirrorCommand = subcommand({
  name: "provider-mirror",
  description: "Write the druva provider as a mirror, for plain Terraform and OpenTofu.",
  flags: (command) => command.argument("<folder>", "made where there is none"),
  help: `
Writes packages for linux and darwin, amd64 and arm64. The folder serves as a filesystem mirror, and
as a network mirror once a web server has it; SHA256SUMS and the manifest are for a private registry.
Other versions that are in the folder stay. CDKTF apps do not need this: synth does it.

Exit codes: 0 written, 1 could not be written, 64 wrong usage.

Examples:
  druva-scim provider-mirror terraform.d/plugins
  druva-scim provider-mirror /srv/terraform-mirror --json`,
  options: globalOptions.extend({ arguments: z.tuple([z.string().min(1, "name a folder")]) }),
  run: async ({ json, arguments: [folder] }, { terminal }) => {
    const { providerMirrorText, writeProviderMirror } =
      await import("../terraform/provider-mirror.js");
    const mirror = await writeProviderMirror(folder);
    if (json) terminal.printJson(mirror);
    else terminal.print(providerMirrorText(mirror));
    return EXIT.fine;
  },
});
