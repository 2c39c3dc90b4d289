/**
 * The druva provider in one process that stays up: `node main.js FOLDER` listens there, prints what
 * TF_REATTACH_PROVIDERS takes in one line, and ends with its standard input. Its waits are scaled as
 * those of the stand-ins are.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { configureClients } from "../../provider/clients/clients";
import { attach } from "../../sandbox/providers/attached";
import { druva } from "../../provider/provider";
import { DEADLINE_VARIABLE, ENVIRONMENT_FILE } from "./environment-file";

/** Before the first repetition of a request: the sandbox serves it at once. */
const BACKOFF_MS = 10;

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
      const scale = Number(environment["DRUVA_SCIM_SANDBOX_WAIT_SCALE"]);
      const scaledSleep = async (ms: number, signal: AbortSignal) => {
        await sleep(ms * scale, undefined, { signal }).catch(() => signal.throwIfAborted());
      };
      const deadlineMs = Number(environment[DEADLINE_VARIABLE]);
      const clients = configureClients(config, environment, {
        backoffMs: BACKOFF_MS,
        ...(deadlineMs > 0 && { deadlineMs }),
        timers: { now: () => performance.now() / scale, sleep: scaledSleep },
      });
      return { ...clients, pause: scaledSleep };
    },
  };
  const attachments = {
    "terraform.local/druva-scim/druva": await attach(provider, folder, "druva"),
  };
  process.stdin.on("end", () => process.exit(0)).resume();
  process.stdout.write(`${JSON.stringify(attachments)}\n`);
}

void main(process.argv[2]);
