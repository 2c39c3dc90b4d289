/** Issues a token; then Druva does not answer the next probe. */
import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { connectControl } from "../../sandbox/control/client";

const HOUR_MS = 60 * 60 * 1000;

async function main({
  DRUVA_SCIM_SANDBOX_CONTROL: url = "",
  DRUVA_SCIM_SANDBOX_CA: caFile = "",
}: NodeJS.ProcessEnv): Promise<void> {
  const { stdout } = await execa("druva-issue");
  const control = connectControl({ url, ca: await readFile(caFile, "utf8") });
  await control.faults.add({
    host: "druva",
    method: "GET",
    path: "*/Users",
    delayMs: HOUR_MS,
    count: 1,
  });
  await control.close();
  process.stdout.write(`${stdout}\n`);
}

void main(process.env);
