/** `druva-scim status`: how each tenant's token stands, and everything that holds it. */
import { z } from "zod";

import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { look } from "./look";
import { statusText } from "./status-text";
import { openWorkspace } from "./workspace";
import { writeWhole } from "./write-file";

export const statusOptions = globalOptions.extend({
  offline: z.boolean().default(false),
  html: z.string().min(1, "a file's name is expected").optional(),
});

export async function runStatus(
  { config, tenant, json, offline, html }: z.output<typeof statusOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const workspace = openWorkspace({ configFile: config, environment });
  const situations = await look(workspace, { tenant, isOffline: offline, terminal, signal });
  if (html !== undefined) {
    const { statusPage } = await import("./page/page.js");
    await writeWhole(html, statusPage(situations));
    terminal.remark(`Wrote ${html}`);
  }
  if (json) terminal.printJson({ tenants: situations });
  else if (html === undefined) terminal.print(statusText(situations, terminal));
  return EXIT.fine;
}
