/** `druva-scim request`: the reviewed wish for the next generation, ready for a pull request. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { readFile, writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";

import { ConfigError } from "../../config/config-error";
import { parseConfig } from "../../config/load";
import type { TenantConfig } from "../../config/schema";
import { CliError } from "../terminal/cli-error";
import { edited, setMap } from "./config-edit";
import { openRepository } from "./repository";

export interface RotationWish {
  readonly configFile: string;
  readonly tenant: string;
  /** Above the present one. */
  readonly generation: number;
  /** Why, for those who review and those who look back. */
  readonly reason: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** For a tenant that is only watched so far: how its first token comes. */
  readonly begin?: "adopt" | "issue" | undefined;
}

export interface Edit {
  /** A unified diff, with paths as git has them. */
  readonly diff: string;
  /** The config file's new content. */
  readonly text: string;
}

export interface Raised extends Edit {
  /** "rotate-<tenant>-generation-<n>" */
  readonly branch: string;
  /** The commit on it. */
  readonly commit: string;
  /** What the branch was made from, by name; null where nothing was checked out by name. */
  readonly base: string | null;
  /** The branch was there already, here or at the remote: nothing was written. */
  readonly wasThere: boolean;
  /** Nothing but a request for this generation is on the branch: nobody has added anything. */
  readonly holdsOnlyThis: boolean;
  /** First line: a pull request's title. */
  readonly message: string;
}

interface RaiseOptions extends RotationWish {
  /** Also to the remote "origin". Default: false. */
  readonly push?: boolean | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/**
 * Commits the request on a branch of its own. What is checked out, and whatever is edited there,
 * stays as it is. Throws a CliError where the request would change nothing or git refuses.
 */
export async function raiseRequest(options: RaiseOptions): Promise<Raised> {
  const { configFile, push = false, environment = process.env } = options;
  const repository = await openRepository(configFile, environment);
  const committed = await repository.committed();
  if ((await readFile(configFile, "utf8")) !== committed) {
    throw new CliError(`${configFile} has changes that are not committed.`, {
      todo: "Commit or revert them first: the request is made from the committed file.",
    });
  }
  const edit = editFor(options, committed, repository.path);
  const branch = branchFor(options);
  const message = messageFor(options);
  const made = await repository.commitOnBranch({
    branch,
    text: edit.text,
    message,
    push,
  });
  const holdsOnlyThis = !made.wasThere || (await isOnly());
  return { ...edit, branch, message, base: repository.head, ...made, holdsOnlyThis };

  /** Of another day, or for another reason, it is the same request. */
  async function isOnly(): Promise<boolean> {
    const change = await repository.changeOn(branch, made.commit);
    if (change === null) return false;
    const { before, after } = change;
    try {
      const asked = parseConfig(after, configFile).tenants[options.tenant]?.rotationRequest;
      if (asked?.generation !== options.generation) return false;
      return editFor({ ...options, ...asked }, before, repository.path).text === after;
    } catch (error) {
      if (error instanceof ConfigError || error instanceof CliError) return false;
      throw error;
    }
  }
}

/** What the request would change; nothing is written. */
export async function previewRequest(wish: RotationWish): Promise<Edit> {
  const text = await readFile(wish.configFile, "utf8");
  return editFor(wish, text, fromHere(wish.configFile));
}

/** Writes the request into the file, without git. */
export async function writeRequest(wish: RotationWish): Promise<Edit> {
  const edit = await previewRequest(wish);
  await writeFile(wish.configFile, edit.text);
  return edit;
}

/** Throws a ConfigError where the file is none, a CliError where the request is none. */
function editFor(wish: RotationWish, text: string, path: string): Edit {
  const { tenant, generation, reason, date, begin } = wish;
  const before = parseConfig(text, wish.configFile).tenants[tenant];
  if (before === undefined) {
    throw new CliError(`There is no tenant "${tenant}" in ${wish.configFile}.`);
  }
  check(wish, before);
  const after = edited(text, (config) => {
    const at = ["tenants", tenant];
    if (begin !== undefined) config.setIn([...at, "begin"], begin);
    if (begin === "issue") config.setIn([...at, "invalidateExisting"], true);
    const request = { generation, reason, date };
    setMap(config, [...at, "rotationRequest"], request, ["begin", "policy"]);
  });
  try {
    parseConfig(after, wish.configFile);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ key, message }) => `${key}: ${message}`).join("\n");
    throw new CliError(`The config would not be valid:\n${problems}`);
  }
  const diff = createTwoFilesPatch(`a/${path}`, `b/${path}`, text, after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
  return { text: after, diff };
}

function check({ tenant, generation, begin }: RotationWish, before: TenantConfig): void {
  const asked = before.rotationRequest?.generation ?? 0;
  if (asked >= generation) {
    throw new CliError(
      `The config asks for generation ${asked} of tenant "${tenant}" already: ${before.rotationRequest?.reason ?? ""}`,
      { todo: "Deploy it, or ask for a higher one: --generation NUMBER" },
    );
  }
  if (before.begin === "observe" && begin === undefined) {
    throw new CliError(
      `Tenant "${tenant}" is only observed (begin: observe). Its token is not known, so it cannot be rotated.`,
      {
        todo: "Say how its first token comes: --begin adopt (a person generates it and hands it over) or --begin issue (with the issuer's command).",
      },
    );
  }
  if (before.begin !== "observe" && begin !== undefined) {
    throw new CliError(`Tenant "${tenant}" has begun already (begin: ${before.begin}).`, {
      todo: "Leave --begin out.",
    });
  }
}

function branchFor({ tenant, generation }: RotationWish): string {
  return `rotate-${tenant}-generation-${generation}`;
}

function messageFor({ tenant, generation, reason, date }: RotationWish): string {
  return `Rotate the Druva SCIM token of ${tenant}: generation ${generation}

${reason}

Asked for on ${date}. The deploy of this change hands the new token to everything that holds it;
the present one stops working as soon as the new one is generated.
`;
}

function fromHere(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith("..") ? resolve(file).replace(/^\/+/, "") : path;
}
