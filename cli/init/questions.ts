/** What no flag says: asked of a person, or left at its default. Questions go to standard error. */
import { z } from "zod";

import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";
import { printable } from "../terminal/printable";
import type { Terminal } from "../terminal/terminal";
import {
  type Answers,
  type Application,
  type Backend,
  BACKEND_QUESTIONS,
  WORKFLOW_HOSTS,
  type WorkflowHost,
} from "./files";
import { type Listed, type Listing, listEntra, listOkta } from "./listing";

/** What the command line says already. */
type Flags = { readonly [K in keyof Answers]?: Answers[K] | undefined };

export async function askForTheRest(
  flags: Flags,
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Answers> {
  const { checkbox, input, select } = await import("@inquirer/prompts");
  const context = { output: process.stderr, signal };

  const tenant =
    flags.tenant ??
    (await input(
      {
        message: "A short name of the Druva tenant (it cannot change):",
        validate: (text) =>
          /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) || "Lower-case letters, digits and hyphens.",
      },
      context,
    ));
  const scimUrl =
    flags.scimUrl ??
    (await input(
      { message: "Druva's SCIM base URL (empty: https://apis.druva.com/insync/scim):" },
      context,
    ));
  const begin =
    flags.begin ??
    (await select(
      {
        message: "How to begin?",
        choices: [
          {
            value: "adopt" as const,
            name: "adopt: somebody has the token in use and hands it over",
          },
          {
            value: "observe" as const,
            name: "observe: nobody has it; watch what exists until the first rotation",
          },
        ],
      },
      context,
    ));
  const issuedOn =
    flags.issuedOn ??
    (await input(
      {
        message:
          "The day on which the token in use was generated (YYYY-MM-DD; empty: not known, and nothing warns before it expires):",
        validate: (text) =>
          text === "" || z.iso.date().safeParse(text).success || "Such as 2027-01-31.",
      },
      context,
    ));
  const entra =
    flags.entra ??
    (await choose(
      "Entra applications that hold the token:",
      await terminal.during("listing Entra's applications", () => listEntra(environment, signal)),
    ));
  const { okta, oktaByPerson } =
    flags.okta === undefined && flags.oktaByPerson === undefined
      ? await chooseOkta()
      : { okta: flags.okta ?? [], oktaByPerson: flags.oktaByPerson ?? [] };
  const workflows =
    flags.workflows ??
    (await select(
      {
        message: "Workflows to copy:",
        choices: [
          ...(Object.keys(WORKFLOW_HOSTS) as WorkflowHost[]).map((value) => ({
            value,
            name: WORKFLOW_HOSTS[value].name,
          })),
          { value: "none" as const, name: "none" },
        ],
      },
      context,
    ));
  const backend = flags.backend ?? (await chooseBackend());
  return {
    tenant,
    scimUrl: scimUrl === "" ? undefined : scimUrl,
    begin,
    issuedOn: issuedOn === "" ? undefined : issuedOn,
    entra,
    okta,
    oktaByPerson,
    workflows,
    backend,
  };

  async function chooseBackend(): Promise<Backend | undefined> {
    const type = await select(
      {
        message: "Where is the state kept? It holds the token, and CI needs it.",
        choices: [
          { value: "pg" as const, name: "pg: PostgreSQL (PG_CONN_STR), as the workflows have it" },
          { value: "azurerm" as const, name: "azurerm: Azure Storage" },
          { value: "s3" as const, name: "s3: Amazon S3" },
          { value: "gcs" as const, name: "gcs: Google Cloud Storage" },
          { value: "local" as const, name: "a file here, for a trial; CI refuses it" },
        ],
      },
      context,
    );
    if (type === "local") return undefined;
    const attributes: Record<string, string> = {};
    for (const name of BACKEND_QUESTIONS[type]) {
      attributes[name] = await input({ message: `Its ${name}:`, required: true }, context);
    }
    return { type, attributes };
  }

  async function chooseOkta() {
    const chosen = await choose(
      "Okta apps that hold the token:",
      await terminal.during("listing Okta's apps", () => listOkta(environment, signal)),
    );
    return {
      okta: chosen.filter(({ byPerson }) => !byPerson),
      oktaByPerson: chosen.filter(({ byPerson }) => byPerson),
    };
  }
  async function choose(message: string, { found, problem }: Listing): Promise<Listed[]> {
    if (problem !== null) terminal.remark(`Not listed: ${problem}. Add them to the file by hand.`);
    if (found.length === 0) return [];
    const choices = found.map((each) => ({
      value: each,
      name: printable(`${each.name} (${each.id})`, { hasColor: false, isReadByRunner: false }),
    }));
    return checkbox({ message, choices }, context);
  }
}

/** Where nobody can be asked. Throws a CliError without the tenant's name. */
export function withDefaults({ tenant, ...flags }: Flags): Answers {
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
    backend: flags.backend,
  };
}

/** "s3 bucket=states region=eu-west-1"; undefined for "local". Throws a CliError for another form. */
export function backendIn([type = "", ...settings]: readonly string[]): Backend | undefined {
  if (type === "local" && settings.length === 0) return undefined;
  const pairs = settings.map((each) => /^([a-z][a-z0-9_]*)=(.+)$/.exec(each));
  if (/^[a-z][a-z0-9]*$/.test(type) && !pairs.includes(null)) {
    const attributes = pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""] as const);
    return { type, attributes: Object.fromEntries(attributes) };
  }
  throw new CliError("--backend: expected a backend's name, and then its attributes.", {
    exitCode: EXIT.usage,
    todo: "Such as: --backend azurerm storage_account_name=states container_name=druva",
  });
}

/** "0oa1abc=Druva 2.0" */
export function applicationIn(text: string): Application {
  const [id = "", ...name] = text.split("=");
  return name.length === 0 ? { id } : { id, name: name.join("=") };
}
