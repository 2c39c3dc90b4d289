/**
 * All stand-ins in one process that stays up: `node staying.js FOLDER` makes their sockets there, prints
 * what TF_REATTACH_PROVIDERS takes in one line, and ends with its standard input.
 */
import { attach } from "./attached";
import { azuread } from "./azuread/provider";
import { nullProvider } from "./null/provider";
import { okta } from "./okta/provider";

async function main(folder = ""): Promise<void> {
  const attachments = {
    "registry.terraform.io/hashicorp/azuread": await attach(azuread, folder, "azuread"),
    "registry.terraform.io/okta/okta": await attach(okta, folder, "okta"),
    "registry.terraform.io/hashicorp/null": await attach(nullProvider, folder, "null"),
  };
  process.stdin.on("end", () => process.exit(0)).resume();
  process.stdout.write(`${JSON.stringify(attachments)}\n`);
}

void main(process.argv[2]);
