/**
 * Puts the provider into the stack's folder, where Terraform looks by itself: its implied local
 * mirror terraform.d/plugins/<host>/<namespace>/<type>/<version>/<os_arch>/.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { SynthError } from "../synth-error";

export const PROVIDER_SOURCE = "terraform.local/druva-scim/druva";
/** Where local-exec finds the launcher of command bindings, from the stack's folder. */
export const BIND_COMMAND = "terraform.d/druva-scim/bind-command.cjs";

/** What the package's provider runs on. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

/** What the package runs on, as `engines` of package.json has it. */
export const OLDEST_NODE = { major: 20, minor: 19 };
const INSTALL_NODE = `Install Node.js ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer, or put it into the PATH that terraform is started with.`;

/**
 * Run by whichever node is found, so in words that old ones know. It stays for a second after it has
 * said something, see below.
 */
const START = `
var found = process.versions.node.split(".");
if (found[0] < ${OLDEST_NODE.major} || (found[0] == ${OLDEST_NODE.major} && found[1] < ${OLDEST_NODE.minor})) {
  require("fs").writeSync(3, "The druva provider does not run on Node.js " + process.versions.node + " (" + process.execPath + "). ${INSTALL_NODE}\\n");
  setTimeout(function () { process.exit(1); }, 1000);
} else require(require("path").resolve(process.argv[1]));`;

/**
 * Terraform starts the first file whose name begins with terraform-provider-druva, and says only
 * "Unrecognized remote plugin message" of one that cannot start; it repeats the first line that
 * was printed, though. So a script of the shell stands in front and says what is missing. It stays
 * for a second then: of a program that has ended already, Terraform may not read that line. A version
 * manager's stand-in for node (asdf, nodenv, Volta) may have no version to start: to ask it costs a
 * start of node, so only what looks like one is asked. What NODE_OPTIONS prints goes to standard
 * error: the provider alone knows where Terraform reads.
 */
const LAUNCHER = `#!/bin/sh
fail() {
  echo "$1 ${INSTALL_NODE}"
  PATH="$PATH:/bin:/usr/bin"
  exec sleep 1
}
node=$(command -v node) || fail "The druva provider runs on Node.js, and there is no 'node' in PATH."
read -r start < "$node"
case "$start $node" in
"#!"* | *volta*)
  said=$(node --version 2>&1) || fail "The druva provider runs on Node.js, and $node does not start it ($(printf '%s' "$said" | tr '\\n' ' '))."
  ;;
esac
DRUVA_STDOUT=3 exec node --input-type=commonjs -e '${START}
' "\${0%/*}/provider.cjs" 3>&1 1>&2
`;

/** The folder that holds terraform-provider-druva.cjs and bind-command.cjs: beside this file in dist/. */
export function bundleFolder(): string {
  // Second: this file runs from its source, as in tests.
  const folders = [join(__dirname, "../../provider"), join(__dirname, "../../dist/provider")];
  const found = folders.find((each) => existsSync(join(each, "terraform-provider-druva.cjs")));
  if (found !== undefined) return found;
  throw new SynthError(
    "The druva provider",
    `terraform-provider-druva.cjs is not in ${folders.join(" nor in ")}`,
    "Run `npm run build`, or install the package again",
  );
}

/** What a package of the provider consists of, on every platform. */
export function providerFiles(
  bundles: string,
): readonly { readonly name: string; readonly content: Buffer; readonly mode: number }[] {
  const provider = readFileSync(join(bundles, "terraform-provider-druva.cjs"));
  return [
    { name: "terraform-provider-druva", content: Buffer.from(LAUNCHER), mode: 0o755 },
    // .cjs, since a package.json of "type": "module" may stand in any folder above.
    { name: "provider.cjs", content: provider, mode: 0o644 },
  ];
}

/** Copies the bundles of `bundles` into the stack's folder, for every platform that they run on. */
export function installProviderPackage(
  stackFolder: string,
  { bundles, version }: { readonly bundles: string; readonly version: string },
): void {
  const files = providerFiles(bundles);
  for (const platform of PLATFORMS) {
    const folder = join(stackFolder, "terraform.d/plugins", PROVIDER_SOURCE, version, platform);
    mkdirSync(folder, { recursive: true });
    for (const { name, content, mode } of files) {
      writeFileSync(join(folder, name), content);
      chmodSync(join(folder, name), mode);
    }
  }
  mkdirSync(join(stackFolder, "terraform.d/druva-scim"), { recursive: true });
  copyFileSync(join(bundles, "bind-command.cjs"), join(stackFolder, BIND_COMMAND));
}
