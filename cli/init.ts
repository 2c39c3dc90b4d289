/** `druva-scim init`: a config, the workflows, and a CDKTF app around them where there is none. */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

import { CliError } from "./cli-error";
import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { completedIgnoreFile, completedPackageFile } from "./init/completed-files";
import { type Answers, appFiles, configFile, type Files, workflowFiles } from "./init/files";
import { asksForUs, own, type Source, sourceFor } from "./init/own-package";
import { type PackageFile, readPackageFile } from "./init/package-file";
import { applicationIn, askForTheRest, type Flags } from "./init/questions";

export interface Initialised {
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
    throw new CliError(
      `In ${folder} there is already ${inTheWay.join(", ")}. Nothing was written.`,
      {
        todo: "Move what is there away, or write over it with --force.",
      },
    );
  }
  for (const [path, text] of [...files, ...completed]) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
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
  { tenant, begin, workflows }: Answers,
  existingApp: { readonly hasUs: boolean } | false,
  { spec, packing }: Source,
): string[] {
  const variable = `DRUVA_SCIM_TOKEN_${tenant.toUpperCase().replaceAll("-", "_")}`;
  const stack = `druva-scim-${tenant}`;
  const making = packing === null ? [] : [`${packing} (makes the package to install)`];
  return [
    ...(existingApp ? stepsInApp(existingApp.hasUs) : [...making, "npm install"]),
    "Set ARM_TENANT_ID, ARM_CLIENT_ID and what signs in (ARM_CLIENT_SECRET, ARM_USE_OIDC); OKTA_ORG_NAME and OKTA_API_TOKEN",
    "npx druva-scim doctor, then npx druva-scim preflight",
    "Name a backend with access control in druva-scim.yaml: the state holds the token",
    begin === "adopt"
      ? `With the token in use in ${variable}: npx cdktf deploy ${stack}`
      : `npx cdktf deploy ${stack}, then npx druva-scim status`,
    ...(workflows === "none"
      ? []
      : ["Read the head of each workflow: it names the secrets and environments that it needs"]),
  ];

  function stepsInApp(hasUs: boolean): string[] {
    const installing = hasUs ? [] : [...making, `npm install ${own.name}@${spec}`];
    const main = `In your main: for each tenant of loadConfig() of "${own.name}/dist/config/load", new TenantStack(app, tenant, config) of "${own.name}/dist/stacks/tenant-stack"`;
    return [...installing, main];
  }
}

const applications = z.array(z.string().transform(applicationIn)).optional();

export const initOptions = globalOptions.extend({
  directory: z.string().default("."),
  scimUrl: z.string().optional(),
  begin: z.enum(["observe", "adopt"], "observe or adopt").optional(),
  issuedOn: z.iso.date("a day as YYYY-MM-DD").optional(),
  entra: applications,
  okta: applications,
  oktaByPerson: applications,
  workflows: z.enum(["github", "gitlab", "none"], "github, gitlab or none").optional(),
  force: z.boolean().default(false),
  yes: z.boolean().default(false),
});

export async function runInit(
  options: z.output<typeof initOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const {
    directory,
    force,
    json,
    yes,
    tenant,
    scimUrl,
    begin,
    issuedOn,
    entra,
    okta,
    oktaByPerson,
    workflows,
  } = options;
  const flags: Flags = { tenant, scimUrl, begin, issuedOn, entra, okta, oktaByPerson, workflows };
  const canAsk = process.stdin.isTTY && process.stderr.isTTY && !yes;
  const answers = canAsk
    ? await askForTheRest(flags, environment, terminal, signal)
    : withDefaults(flags);
  const done = await initialise(resolve(directory), answers, { force });
  if (json) {
    terminal.printJson(done);
    return EXIT.fine;
  }
  terminal.print(`Written in ${done.folder}: ${done.written.join(", ")}\n\nNext:`);
  for (const [index, step] of done.next.entries()) terminal.print(`  ${index + 1}. ${step}`);
  return EXIT.fine;
}

function withDefaults({ tenant, ...flags }: Flags): Answers {
  if (tenant === undefined) {
    throw new CliError("There is no terminal to ask for the tenant's name.", {
      exitCode: EXIT.usage,
      todo: "Name it, and the applications: druva-scim init --tenant acme --entra OBJECT_ID=NAME --okta APP_ID=NAME",
    });
  }
  return {
    tenant,
    scimUrl: flags.scimUrl,
    begin: flags.begin ?? "observe",
    issuedOn: flags.issuedOn,
    entra: flags.entra ?? [],
    okta: flags.okta ?? [],
    oktaByPerson: flags.oktaByPerson ?? [],
    workflows: flags.workflows ?? "none",
  };
}
