/** `druva-scim sandbox`: starts the sandbox, says how to use it, and runs until it is asked to stop. */
import { z } from "zod";
import { startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/sandbox";

const optionsFromCommandLine = z.object({
  directory: z.string().optional(),
  providerMirror: z.string().optional(),
  standIns: z.boolean().default(false),
  waitScale: z.coerce
    .number("--wait-scale: a number from 0 to 1 is expected.")
    .min(0, "--wait-scale: a number from 0 to 1 is expected.")
    .max(1, "--wait-scale: a number from 0 to 1 is expected."),
  json: z.boolean().default(false),
});

export async function runSandbox(options: unknown): Promise<void> {
  const read = optionsFromCommandLine.safeParse(options);
  if (!read.success) throw new Error(read.error.issues.map(({ message }) => message).join("\n"));
  const { directory, providerMirror, standIns, waitScale, json } = read.data;

  // From here on a signal stops cleanly, also one that comes while the sandbox is starting.
  const asked = untilAskedToStop();
  const wanted: SandboxOptions = {
    registry: !standIns,
    waitScale,
    ...(directory === undefined ? {} : { directory }),
    ...(providerMirror === undefined ? {} : { providerMirror }),
  };
  const sandbox = await startSandbox(wanted);
  try {
    console.log(json ? JSON.stringify(description(sandbox), undefined, 2) : text(sandbox));
    await asked;
  } finally {
    await sandbox.stop();
  }
}

async function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve());
  });
}

function description({ environment, pages, directory, providerPackages }: Sandbox) {
  return { environment, pages, directory, providerPackages };
}

function text({ environment, pages, directory, providerPackages }: Sandbox): string {
  const exports = Object.entries(environment).map(([name, value]) =>
    name === "PATH"
      ? `export PATH=${quoted(`${directory}/bin`)}:"$PATH"`
      : `export ${name}=${quoted(value)}`,
  );
  const packages = providerPackages.map(
    ({ name, version, from }) => `# Provider package: ${name} ${version} (${from})`,
  );
  return [
    "# Export these where terraform runs:",
    ...exports,
    "",
    `# Druva's User Provisioning page: ${pages.druvaConsole}`,
    `# Okta's Admin Console:           ${pages.oktaAdminConsole}`,
    `# The other identity provider:    ${pages.otherIdp}`,
    `# Control API:                    ${pages.control}`,
    ...(packages.length > 0
      ? packages
      : ["# Provider packages: none (npm run build makes the stand-ins)"]),
    "# Ctrl-C stops it and removes its folder.",
  ].join("\n");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
