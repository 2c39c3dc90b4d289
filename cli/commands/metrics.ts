import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("metrics")
    .description("Print how tokens and bindings stand in OpenMetrics text, for Prometheus.")
    .option("--offline", "from state alone: ask neither Druva nor Entra nor Okta")
    .option("--output <file>", "write this file, whole or not at all (default: standard output)")
    .option("--drift-report <file...>", "add what the last druva-scim drift --report wrote")
    .addHelpText(
      "after",
      `
Days left, expiry, generation and status of each token; of each binding whether it is proven,
failing or unproven; the last gap; what the last drift run found. What is unknown has no sample.

Exit codes: 0 printed; 1 could not be determined; 64 wrong usage.

Examples:
  druva-scim metrics
  druva-scim metrics --output /var/lib/node_exporter/druva_scim.prom
  druva-scim metrics --drift-report drift.json`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { metricsOptions, runMetrics } = await import("../metrics.js");
      await action(metricsOptions, runMetrics).call(this);
    });
}
