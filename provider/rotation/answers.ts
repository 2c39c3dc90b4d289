/** Where issuing commands print: files beside the journal's entries. */
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Of an entry: what its rotation's command printed, until the token is kept elsewhere. */
export function answerFileOf(entryFile: string): string {
  return entryFile.replace(/json$/, "answer");
}

/** All with that name at their beginning: a process's id follows it. */
export async function answersAt(answerFile: string): Promise<string[]> {
  const names = await readdir(dirname(answerFile)).catch(() => []);
  const start = basename(answerFile);
  return names
    .filter((name) => name.startsWith(start))
    .map((name) => join(dirname(answerFile), name));
}

export async function forgetAnswers(answerFile: string): Promise<void> {
  for (const each of await answersAt(answerFile)) await rm(each, { force: true });
}
