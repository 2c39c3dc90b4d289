/** How to use the sandbox that runs, for a shell and for programs. */
import type { Sandbox } from "../../sandbox/sandbox";
import { DRUVA_TENANT, OKTA_APPS, PRINCIPALS } from "../../sandbox/seed";

export function sandboxJson({ environment, pages, directory, providerPackages }: Sandbox) {
  return { environment, pages, directory, providerPackages };
}

/** For a shell to load. */
export function environmentScript({ environment, directory }: Sandbox): string {
  const exports = Object.entries(environment).map(([name, value]) =>
    name === "PATH"
      ? `export PATH=${quoted(`${directory}/bin`)}:"$PATH"`
      : `export ${name}=${quoted(value)}`,
  );
  return `${exports.join("\n")}\n`;
}

/** `script`: the file with what `environmentScript` gives. */
export function sandboxText({ pages, providerPackages }: Sandbox, script: string): string {
  const byPerson = OKTA_APPS.filter(({ connectionsApi }) => !connectionsApi);
  const packages = providerPackages.map(
    ({ name, version, from }) => `# Provider package: ${name} ${version} (${from})`,
  );
  return [
    "# 1. In a folder where this package is installed, before 2: the HTTPS_PROXY that it sets leads to the",
    "#    sandbox alone, so npm fetches nothing in that shell any more. (A checkout of this",
    "#    project has such an app already, druva-scim.yaml: go on with 2 there.)",
    `#    ${initialise()} && npm install`,
    "# 2. Load the sandbox's environment there:",
    `. ${quoted(script)}`,
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
