/** Which pull request a workflow runs for. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";

/** `pull_request` events carry the first, comments on a pull request the second. */
const eventFile = z.object({
  pull_request: z.object({ number: z.int().positive() }).optional(),
  issue: z.object({ number: z.int().positive(), pull_request: z.unknown().optional() }).optional(),
});

/** `given`, else the number in the event's file. Throws a CliError where there is none. */
export async function pullRequestNumber(
  given: number | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  if (given !== undefined) return given;
  const file = environment["GITHUB_EVENT_PATH"];
  const event = file ? await read(file) : undefined;
  const number =
    event?.pull_request?.number ??
    (event?.issue?.pull_request === undefined ? undefined : event.issue.number);
  if (number !== undefined) return number;
  throw new CliError(
    file
      ? `The event in ${file} (GITHUB_EVENT_PATH) is not about a pull request.`
      : "The pull request is not known: GITHUB_EVENT_PATH is not set.",
    { exitCode: EXIT.usage, todo: "Run it on pull_request, or give --pull-request NUMBER." },
  );
}

async function read(file: string): Promise<z.infer<typeof eventFile>> {
  try {
    return eventFile.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CliError(`GITHUB_EVENT_PATH: ${file} is not a GitHub event: ${reason}`, {
      exitCode: EXIT.usage,
      todo: "Give --pull-request NUMBER.",
    });
  }
}
