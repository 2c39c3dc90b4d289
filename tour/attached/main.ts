/**
 * The druva provider in one process that stays up: `node main.js FOLDER` listens there, prints what
 * TF_REATTACH_PROVIDERS takes in one line, and ends with its standard input, when it removes FOLDER.
 * FOLDER/control is for those who share it: each line that a client sends is another folder to listen
 * in, answered with a line of attachments, until the client's connection ends. The provider's waits
 * are scaled as those of the stand-ins are.
 */
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { configureClients } from "../../provider/clients/clients";
import { attach } from "../../sandbox/providers/attached";
import { druva } from "../../provider/provider";
import { CONTROL_SOCKET, DEADLINE_VARIABLE, ENVIRONMENT_FILE } from "./environment-file";

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

/** A line for TF_REATTACH_PROVIDERS: the provider as the environment file in `folder` configures it. */
async function listenIn(folder: string, signal?: AbortSignal): Promise<string> {
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
    "terraform.local/druva-scim/druva": await attach(provider, folder, "druva", signal),
  };
  return `${JSON.stringify(attachments)}\n`;
}

async function serve(client: Socket): Promise<void> {
  const gone = new AbortController();
  client.on("error", () => undefined).once("close", () => gone.abort());
  for await (const folder of createInterface({ input: client })) {
    client.write(await listenIn(folder, gone.signal));
  }
}

async function main(home = ""): Promise<void> {
  process.once("exit", () => rmSync(home, { recursive: true, force: true }));
  process.on("SIGINT", () => undefined); // Ctrl-C is for whoever has started it
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  process.stdin.on("end", () => process.exit(0)).resume();
  const control = createServer((client) => void serve(client));
  await once(control.listen(join(home, CONTROL_SOCKET)), "listening");
  process.stdout.write(await listenIn(home));
}

void main(process.argv[2]);
