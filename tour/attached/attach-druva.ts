/** Attaches Terraform to a druva provider that stays up: else each of a plan's phases starts one anew. */
import { once } from "node:events";
import { access, chmod, constants, mkdir, rm, writeFile } from "node:fs/promises";
import { createConnection, type Socket } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { startAttachedProviders } from "../../sandbox/attached-providers";
import { built } from "../../sandbox/built";
import { CONTROL_SOCKET, ENVIRONMENT_FILE } from "./environment-file";

export interface AttachedDruva {
  /** What to run Terraform, or a program that runs it, with. */
  readonly environment: Variables;
  readonly stop: () => Promise<void>;
}

export interface StartedDruva extends AttachedDruva {
  /** Kills it with SIGKILL, and starts another one in its place. */
  readonly killAndReplace: () => Promise<StartedDruva>;
}

type Variables = Readonly<Record<string, string>>;

const PROGRAM = built("tour", "attached", "main.js");

/**
 * Where the process is that all sandboxes of this one share. jest evaluates modules anew for each test
 * file: the next one finds it here. In /tmp, because a socket's path must be short.
 */
const HOME = `/tmp/druva-scim-attached-${process.pid}`;

/**
 * Attaches to a process that is started once and ends with this one: a new one takes two seconds of
 * CPU. `directory` is the sandbox's. The provider is told what Terraform was started with, as one that it
 * starts is, by a `terraform` that comes first in PATH: so one run at a time in each sandbox.
 */
export async function attachDruva(
  directory: string,
  environment: Variables,
): Promise<AttachedDruva> {
  const folder = folderIn(directory);
  await mkdir(folder, { mode: 0o700 });
  const connection = await connectToShared();
  const lines = createInterface({ input: connection });
  const ended = once(connection, "close").then(() => []);
  connection.write(`${folder}\n`);
  const [attachments] = (await Promise.race([once(lines, "line"), ended])) as readonly unknown[];
  if (typeof attachments !== "string") throw new Error("The shared druva provider has ended.");
  connection.unref();
  return {
    environment: await attachedTo(attachments, folder, environment),
    async stop() {
      connection.end();
      await ended;
    },
  };
}

/** Like `attachDruva`, but starts a process for this sandbox alone: it can be killed, or lack a rule. */
export async function startDruva(
  directory: string,
  environment: Variables,
  program = PROGRAM,
): Promise<StartedDruva> {
  const folder = folderIn(directory);
  const { attachments, stop, kill } = await startAttachedProviders(program, folder, environment);
  return {
    environment: await attachedTo(attachments, folder, environment),
    stop,
    async killAndReplace() {
      await kill();
      await rm(folder, { recursive: true });
      return await startDruva(directory, environment, program);
    },
  };
}

function folderIn(directory: string): string {
  return join(directory, "attached-druva");
}

let lastConnection: Promise<unknown> = Promise.resolve();

/** One after the other, so that only the first one starts the process. */
async function connectToShared(): Promise<Socket> {
  const connection = lastConnection.then(
    async () => await connect().catch(async () => await startShared().then(connect)),
  );
  lastConnection = connection.catch(() => undefined);
  return await connection;
}

async function connect(): Promise<Socket> {
  const connection = createConnection(join(HOME, CONTROL_SOCKET));
  await once(connection, "connect");
  return connection;
}

/** Its variables come from each sandbox's environment file; what it leaves in TMPDIR is removed with it. */
async function startShared(): Promise<void> {
  await rm(HOME, { recursive: true, force: true }); // of an earlier process with this id
  const { PATH = "", HOME: home = "" } = process.env;
  const shared = await startAttachedProviders(PROGRAM, HOME, { PATH, HOME: home, TMPDIR: HOME });
  shared.unref();
}

/** `environment` for Terraforms that are attached to what listens in `folder`. */
async function attachedTo(
  attachments: string,
  folder: string,
  environment: Variables,
): Promise<Variables> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  const terraform = join(bin, "terraform");
  const file = join(folder, ENVIRONMENT_FILE);
  await writeFile(
    terraform,
    `#!/bin/sh
umask 077
env -0 >'${file}'.$$ && mv '${file}'.$$ '${file}'
exec '${await find("terraform", environment["PATH"])}' "$@"
`,
  );
  await chmod(terraform, 0o755);
  const others = JSON.parse(environment["TF_REATTACH_PROVIDERS"] ?? "{}") as object;
  const own = JSON.parse(attachments) as object;
  return {
    ...environment,
    PATH: [bin, environment["PATH"]].join(delimiter),
    TF_REATTACH_PROVIDERS: JSON.stringify({ ...others, ...own }),
  };
}

async function find(program: string, path = ""): Promise<string> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, program);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  throw new Error(`There is no ${program} in PATH.`);
}
