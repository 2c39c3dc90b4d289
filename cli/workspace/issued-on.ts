/** The day on which the token was generated, written into druva-scim.yaml. */
import { readFile, realpath } from "node:fs/promises";

import { writeWhole } from "../terminal/write-file";
import { edited, setValue } from "./config-edit";
import type { Tenant } from "./workspace";

/** Without git: a person commits it. Throws where the file cannot be edited or written. */
export async function writeIssuedOn(
  { name, workspace: { configFile } }: Tenant,
  day: string,
): Promise<void> {
  const file = await realpath(configFile); // a link stays one
  const text = await readFile(file, "utf8");
  const path = ["tenants", name, "issuedOn"];
  await writeWhole(
    file,
    edited(text, (config) => setValue(config, path, day, ["begin"])),
  );
}
