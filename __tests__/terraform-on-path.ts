/** Before any test: jest's workers inherit the PATH. */
import { putTerraformOnPath } from "../tour/terraform-on-path";

export default function (): void {
  const said = putTerraformOnPath(process.env);
  if (said !== undefined) process.stderr.write(`${said}\n`);
}
