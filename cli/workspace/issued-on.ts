/** The day on which the token was generated, written into druva-scim.yaml. */
import { readFile, writeFile } from "node:fs/promises";

import { edited, setValue } from "./config-edit";
import type { Tenant } from "./workspace";

/** Without git: a person commits it. */
export async function writeIssuedOn(
  { name, workspace: { configFile } }: Tenant,
  day: string,
): Promise<void> {
  const text = await readFile(configFile, "utf8");
  const path = ["tenants", name, "issuedOn"];
  await writeFile(
    configFile,
    edited(text, (config) => setValue(config, path, day, ["begin"])),
  );
}
