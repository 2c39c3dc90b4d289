/** Attaches Terraform to a druva provider that stays up: else each of a plan's phases starts one anew. */
import { access, chmod, constants, mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { startAttachedProviders } from "../../sandbox/attached-providers";
import { built } from "../../sandbox/built";
import { ENVIRONMENT_FILE } from "./environment-file";

export interface AttachedDruva {
  /** What to run Terraform, or a program that runs it, with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
  /** Kills it with SIGKILL, and attaches another one in its place. */
  readonly killAndReplace: () => Promise<AttachedDruva>;
}

/**
 * `directory` is the sandbox's. The provider is told what Terraform was started with, as one that it
 * starts is, by a `terraform` that comes first in PATH: so one run at a time.
 */
export async function attachDruva(
  directory: string,
  environment: Readonly<Record<string, string>>,
  program = built("tour", "attached", "main.js"),
): Promise<AttachedDruva> {
  const folder = join(directory, "attached-druva");
  const { attachments, stop, kill } = await startAttachedProviders(program, folder, environment);
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
    environment: {
      ...environment,
      PATH: [bin, environment["PATH"]].join(delimiter),
      TF_REATTACH_PROVIDERS: JSON.stringify({ ...others, ...own }),
    },
    stop,
    async killAndReplace() {
      await kill();
      await rm(folder, { recursive: true });
      return await attachDruva(directory, environment, program);
    },
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
