import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

import { makeFolder } from "../../provider/rotation/make-folder";
import { CliError } from "./cli-error";
import type { Terminal } from "./terminal";

/**
 * Whole or not at all: whoever reads the file meanwhile sees the one before. In a folder that others
 * may write too, no link of theirs is followed.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, content, { flag: "wx" });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new CliError(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { todo: "Name a file in a folder that is there and can be written." },
    );
  }
}

/** Makes it and those above it. Throws a CliError with the reason where it cannot be made. */
export function makeNamedFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new CliError(
      `${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`,
      { todo: "Name a folder that can be made or written." },
    );
  }
}

/** On standard output where no file is named. */
export async function printTo(
  file: string | undefined,
  text: string,
  { print, remark }: Pick<Terminal, "print" | "remark">,
): Promise<void> {
  if (file === undefined) {
    print(text);
    return;
  }
  await writeWhole(file, text);
  remark(`Wrote ${file}`);
}
