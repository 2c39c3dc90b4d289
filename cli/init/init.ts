/** `druva-scim init`: a config, the workflows, and a CDKTF app around them where there is none. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { stackName } from "../../config/stack-name";
import { CliError } from "../terminal/cli-error";
import { makeNamedFolder } from "../terminal/write-file";
import { completedIgnoreFile, completedPackageFile } from "./completed-files";
import { type Answers, appFiles, configFile, type Files, workflowFiles } from "./files";
import { asksForUs, own, type Source, sourceFor } from "./own-package";
import { type PackageFile, readPackageFile } from "./package-file";

interface Initialised {
  readonly folder: string;
  /** Paths in the folder. */
  readonly written: readonly string[];
  /** There was a CDKTF app already: its main is not touched. */
  readonly existingApp: boolean;
  readonly next: readonly string[];
}

/** Throws a CliError, with nothing written, where a file is there already and `force` is not given. */
export async function initialise(
  folder: string,
  answers: Answers,
  { force }: { readonly force: boolean },
): Promise<Initialised> {
  const existingApp = existsSync(join(folder, "cdktf.json"));
  const present = readPackageFile(folder);
  const source = sourceFor(folder);
  const files: Files = new Map([
    ["druva-scim.yaml", configFile(answers)],
    ...workflowFiles(answers),
    ...(existingApp ? [] : appFiles(folder)),
  ]);
  const completed = existingApp
    ? new Map<string, string>()
    : await completedFiles(folder, present, source);
  const inTheWay = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (inTheWay.length > 0 && !force) {
    throw new CliError(`${folder} already has ${inTheWay.join(", ")}. Nothing was written.`, {
      todo: "Move these files away, or overwrite them with --force.",
    });
  }
  for (const [path, text] of [...files, ...completed]) {
    const file = join(folder, path);
    makeNamedFolder(dirname(file));
    await writeFile(file, text);
  }
  return {
    folder,
    written: [...files.keys(), ...completed.keys()],
    existingApp,
    next: nextSteps(answers, existingApp && { hasUs: asksForUs(present) }, source),
  };
}

async function completedFiles(
  folder: string,
  present: PackageFile | null,
  { spec }: Source,
): Promise<Files> {
  const ignored = await readFile(join(folder, ".gitignore"), "utf8").catch(() => null);
  return new Map([
    ["package.json", completedPackageFile(folder, present, spec)],
    [".gitignore", completedIgnoreFile(ignored, spec)],
  ]);
}

function nextSteps(
  { tenant, begin, issuedOn, workflows, backend }: Answers,
  existingApp: { readonly hasUs: boolean } | false,
  { spec, packing }: Source,
): string[] {
  const variable = `DRUVA_SCIM_TOKEN_${tenant.toUpperCase().replaceAll("-", "_")}`;
  const stack = stackName(tenant);
  const making = packing === null ? [] : [`${packing} (makes the package to install)`];
  return [
    ...(existingApp ? stepsInApp(existingApp.hasUs) : [...making, "npm install"]),
    ...(issuedOn === undefined
      ? [
          "Set issuedOn in druva-scim.yaml to the day on which the token in use was generated: without it nothing warns before it expires",
        ]
      : []),
    "Set ARM_TENANT_ID, ARM_CLIENT_ID and what signs in (ARM_CLIENT_SECRET, ARM_USE_OIDC); OKTA_ORG_NAME, OKTA_API_TOKEN and, unless it is okta.com, OKTA_BASE_URL",
    "npx druva-scim doctor, then npx druva-scim preflight",
    backend === undefined
      ? "Name a backend with access control in druva-scim.yaml: the state holds the token, and CI refuses a local file"
      : `Set what the backend ${backend.type} reads from the environment${backend.type === "pg" ? " (PG_CONN_STR)" : ""}`,
    begin === "adopt"
      ? `With the token in use in ${variable}: npx cdktf deploy ${stack}`
      : `npx cdktf deploy ${stack}, then npx druva-scim status`,
    ...(workflows === "none"
      ? []
      : [
          workflows === "github"
            ? "Make the environments, variables and secrets that docs/github-actions.md of the package lists"
            : "Read the head of each workflow: it names the secrets and environments that it needs",
        ]),
  ];

  function stepsInApp(hasUs: boolean): string[] {
    const installing = hasUs ? [] : [...making, `npm install ${own.name}@${spec}`];
    const main = `In your main: for each tenant of loadConfig() of "${own.name}/dist/config/load", new TenantStack(app, tenant, config) of "${own.name}/dist/stacks/tenant-stack"`;
    return [...installing, main];
  }
}
