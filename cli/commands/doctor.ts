import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const doctorCommand = subcommand({
  name: "doctor",
  description: "Check the tools, network and credentials that a deploy needs.",
  help: `
Checks node, terraform or tofu, cdktf and git; Terraform's CLI configuration; trust and proxies;
whether Druva, Entra and Okta answer, and whether the clocks agree; where the state is and where
Terraform runs; which credentials are set (never shown) and what they may read. Changes nothing.

Exit codes: 0 no problem (there may be warnings), 1 a problem, 64 wrong usage.

Examples:
  druva-scim doctor
  druva-scim doctor --tenant acme --json`,
  options: globalOptions,
  run: async ({ config, tenant, json }, { terminal, environment, signal }) => {
    const { examine } = await import("../doctor/doctor.js");
    const { checkText, summaryText } = await import("../doctor/check.js");
    const checks = await terminal.during("looking at tools, network and permissions", () =>
      examine({ config, tenant }, environment, signal),
    );
    const well = !checks.some(({ verdict }) => verdict === "problem");
    if (json) terminal.printJson({ well, checks });
    else {
      const lines = checks.map((check) => checkText(check, terminal));
      terminal.print([...lines, "", summaryText(checks)].join("\n"));
    }
    return well ? EXIT.fine : EXIT.error;
  },
});
