/**
 * The druva provider in one process that stays up: `node main.js FOLDER` listens there, prints what
 * TF_REATTACH_PROVIDERS takes in one line, and ends with its standard input. Its fixed waits are scaled
 * as those of the stand-ins are.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configureClients } from "../../provider/clients/clients";
import { attach } from "../../sandbox/providers/attached";
import { druva } from "../../provider/provider";
import { ENVIRONMENT_FILE } from "./environment-file";

/** What the Terraform that configures the provider was started with. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  const variables = readFileSync(join(folder, ENVIRONMENT_FILE), "utf8").split("\0");
  return Object.fromEntries(
    variables.map((each) => {
      const [name = ""] = each.split("=", 1);
      return [name, each.slice(name.length + 1)];
    }),
  );
}

async function main(folder = ""): Promise<void> {
  const provider: typeof druva = {
    ...druva,
    configure(config) {
      const environment = environmentIn(folder);
      const clients = configureClients(config, environment);
      const scale = Number(environment["DRUVA_SCIM_SANDBOX_WAIT_SCALE"]);
      return { ...clients, pause: (ms, signal) => clients.pause(ms * scale, signal) };
    },
  };
  const attachments = {
    "terraform.local/druva-scim/druva": await attach(provider, folder, "druva"),
  };
  process.stdin.on("end", () => process.exit(0)).resume();
  process.stdout.write(`${JSON.stringify(attachments)}\n`);
}

void main(process.argv[2]);
