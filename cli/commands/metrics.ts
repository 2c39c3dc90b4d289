import { z } from "zod";

import { fileName, globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const metricsCommand = subcommand({
  name: "metrics",
  description: "Print how tokens and bindings stand in OpenMetrics text, for Prometheus.",
  flags: (command) =>
    command
      .option("--offline", "from the saved state alone: run no plan, and ask nobody")
      .option("--output <file>", "write this file, whole or not at all (default: standard output)")
      .option("--drift-report <file...>", "add what the last druva-scim drift --report wrote"),
  help: `
Days left, expiry, generation and status of each token; of each binding whether it is proven,
failing or unproven; the last gap; what the last drift run found. What is unknown has no sample.

Runs the same plan as status. If the plan fails, the sample that says when is missing.

Exit codes: 0 printed; 1 could not be determined, or the plan failed; 64 wrong usage.

Examples:
  druva-scim metrics
  druva-scim metrics --output /var/lib/node_exporter/druva_scim.prom
  druva-scim metrics --drift-report drift.json`,
  options: globalOptions.extend({
    offline: z.boolean().default(false),
    output: fileName.optional(),
    driftReport: z.array(fileName).default([]),
  }),
  run: async (
    { config, tenant, json, offline, output, driftReport },
    { terminal, environment, signal },
  ) => {
    const { metrics, readDrift } = await import("../show/metrics.js");
    const { outlooksOf } = await import("../outlook/tenant-outlooks.js");
    const { printTo } = await import("../terminal/write-file.js");
    const { openWorkspace } = await import("../workspace/workspace.js");
    const workspace = openWorkspace({ configFile: config, environment });
    const drifts = await Promise.all(driftReport.map(readDrift)); // before the minutes of a look
    const outlooks = await outlooksOf(workspace, { tenant, isOffline: offline, terminal, signal });
    const registry = metrics(outlooks, drifts);
    if (json) terminal.printJson({ metrics: await registry.getMetricsAsJSON() });
    else await printTo(output, await registry.metrics(), terminal);
    return outlooks.some(({ source }) => source === "failed plan") ? EXIT.error : EXIT.fine;
  },
});
