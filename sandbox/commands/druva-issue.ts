/**
 * A command issuer: generates a token in the sandbox's Druva and prints {"token":"…"}. Like the
 * console it knows nothing of DRUVA_ROTATION_ID: each call makes a token and kills the one before.
 */
import { readFileSync } from "node:fs";
import { connectControl } from "../control/client";

async function main(): Promise<void> {
  const { DRUVA_SCIM_SANDBOX_CONTROL: url, DRUVA_SCIM_SANDBOX_CA: ca } = process.env;
  if (!url || !ca)
    throw new Error("DRUVA_SCIM_SANDBOX_CONTROL or DRUVA_SCIM_SANDBOX_CA is not set.");
  const control = connectControl({ url, ca: readFileSync(ca, "utf8") });
  const token = await control.generateToken("druva-issue");
  await control.close();
  process.stdout.write(`${JSON.stringify({ token })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
