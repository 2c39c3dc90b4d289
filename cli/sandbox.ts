/** `druva-scim sandbox`: starts the sandbox, says how to use it, and runs until it is asked to stop. */
import { z } from "zod";
import { SECRETS_PUTS } from "../sandbox/control/types";
import { startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/sandbox";
import { DRUVA_TENANT, OKTA_APPS, PRINCIPALS } from "../sandbox/seed";
import { CliError } from "./cli-error";
import { EXIT } from "./exit-codes";

const ENTRA_PUT_EXPECTED = `--entra-put: expected ${SECRETS_PUTS.join(", ")}.`;

const optionsFromCommandLine = z.object({
  directory: z.string().optional(),
  providerMirror: z.string().optional(),
  standIns: z.boolean().default(false),
  waitScale: z.coerce
    .number("--wait-scale: a number from 0 to 1 is expected.")
    .min(0, "--wait-scale: a number from 0 to 1 is expected.")
    .max(1, "--wait-scale: a number from 0 to 1 is expected."),
  entraPut: z.enum(SECRETS_PUTS, ENTRA_PUT_EXPECTED),
  unkind: z.boolean().default(false),
  json: z.boolean().default(false),
});

export async function runSandbox(options: unknown): Promise<void> {
  const read = optionsFromCommandLine.safeParse(options);
  if (!read.success) {
    const words = read.error.issues.map(({ message }) => message).join("\n");
    throw new CliError(words, { exitCode: EXIT.usage });
  }
  const { directory, providerMirror, standIns, waitScale, entraPut, unkind, json } = read.data;

  // From here on a signal stops cleanly, also one that comes while the sandbox is starting.
  const asked = untilAskedToStop();
  const wanted: SandboxOptions = {
    registry: !standIns,
    waitScale,
    world: { secretsPut: entraPut },
    unkind,
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
  const byPerson = OKTA_APPS.filter(({ connectionsApi }) => !connectionsApi);
  const packages = providerPackages.map(
    ({ name, version, from }) => `# Provider package: ${name} ${version} (${from})`,
  );
  return [
    "# 1. In a folder where this package is installed, before anything is exported: HTTPS_PROXY below",
    "#    leads to the sandbox alone, so npm fetches nothing in that shell any more. (A checkout of this",
    "#    project has such an app already, druva-scim.yaml: go on with 2 there.)",
    `#    ${initialise()} && npm install`,
    "# 2. Export these there:",
    ...exports,
    "# 3. No token works yet. Generate the first on Druva's User Provisioning page (a browser asks",
    "#    whether to trust it) and hand over what it shows:",
    `#    export ${TOKEN_VARIABLE}='the token'`,
    "#    Or both by command:",
    `#    ${FIRST_TOKEN}`,
    `# 4. npx cdktf deploy druva-scim-${DRUVA_TENANT}, and then: npx druva-scim status`,
    ...byPerson.flatMap(({ id, label }) => [
      `# 5. "${label}" waits for a person: enter the token in Okta's Admin Console (below), then let it provision`,
      "#    somebody:",
      `#    curl -s --cacert "$DRUVA_SCIM_SANDBOX_CA" -X POST ${pages.control}/holders/okta/${id}/cycle`,
    ]),
    "",
    `# Druva's User Provisioning page: ${pages.druvaConsole}`,
    `# Okta's Admin Console:           ${pages.oktaAdminConsole}`,
    `# The other identity provider:    ${pages.otherIdp}`,
    `# Control API:                    ${pages.control}`,
    ...(packages.length > 0
      ? packages
      : ["# Provider packages: none (npm run build makes the stand-ins)"]),
    `# Ctrl-C, or kill ${process.pid}, stops it and removes its folder.`,
  ].join("\n");
}

const TOKEN_VARIABLE = `DRUVA_SCIM_TOKEN_${DRUVA_TENANT.toUpperCase()}`;
/** druva-issue is an issuer's command: it prints {"token":"…"}. */
const FIRST_TOKEN = `export ${TOKEN_VARIABLE}="$(druva-issue | node -p 'JSON.parse(require("fs").readFileSync(0)).token')"`;

/** The command that makes an app with what the sandbox has. */
function initialise(): string {
  const entra = PRINCIPALS.filter(({ job }) => job).map(
    ({ id, displayName }) => `"${id}=${displayName}"`,
  );
  const okta = OKTA_APPS.map(
    ({ id, label, connectionsApi }) =>
      `${connectionsApi ? "--okta" : "--okta-by-person"} "${id}=${label}"`,
  );
  return `npx druva-scim init --yes --tenant ${DRUVA_TENANT} --begin adopt --entra ${entra.join(" ")} ${okta.join(" ")}`;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
