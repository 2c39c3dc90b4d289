/**
 * The file to which an issuing command prints. Its answer outlives the provider there: after a SIGKILL
 * the next run takes the token from it, and a command that still runs is waited for.
 */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ProviderError } from "../framework/diagnostics";
import { answersAt, forgetAnswers } from "../rotation/answers";
import { OWN_UID } from "../rotation/journal-folder";
import { answerIn } from "./answer";

/** Taken on the disk before the command runs: a full disk must not cost the token. JSON allows the blanks. */
const ROOM_BYTES = 16_384;
const OF_OTHERS = 0o077;
const LOOK_EVERY_MS = 100;

/** The file of a command that is about to start. */
export class AnswerFile {
  private constructor(
    private file: string,
    /** For the command's standard output. */
    readonly descriptor: number,
  ) {}

  /** Takes the place of an earlier answer. Throws a ProviderError where it cannot be made. */
  static async make(file: string): Promise<AnswerFile> {
    try {
      await forgetAnswers(file);
      const room = openSync(file, "wx", 0o600);
      writeFileSync(room, " ".repeat(ROOM_BYTES));
      fsyncSync(room);
      closeSync(room);
      return new AnswerFile(file, openSync(file, "r+")); // the command prints over the blanks
    } catch (error) {
      throw new ProviderError({
        summary: "The issuing command was not run",
        detail: `Its answer goes to ${file}, which cannot be written (${codeOf(error)}). Nothing was issued. Make the journal's folder writable and apply again.`,
      });
    }
  }

  /** Puts the process's id and start into the name, so that a later run can tell whether it still runs. */
  nameAfter(pid: number): void {
    const named = `${this.file}.${pid}.${startOf(pid) ?? ""}`;
    renameSync(this.file, named);
    this.file = named;
  }

  get path(): string {
    return this.file;
  }
  get bytes(): number {
    return fstatSync(this.descriptor).size;
  }
  read(): string {
    return readFileSync(this.file, "utf8");
  }
  close(): void {
    closeSync(this.descriptor);
  }
  remove(): void {
    rmSync(this.file, { force: true });
  }
}

/**
 * The token that the command of an interrupted run printed, once that command has ended, and the file
 * in which it is. Null where it printed no whole answer. Throws a ProviderError where it still runs
 * after the deadline, or where somebody else's file is in its place.
 */
export async function earlierAnswer(
  file: string,
  deadlineSeconds: number,
  signal: AbortSignal,
): Promise<{ readonly token: string; readonly file: string } | null> {
  const [found] = await answersAt(file);
  if (found === undefined) return null;
  const owner = /\.(\d+)\.(\d*)$/.exec(basename(found).slice(basename(file).length));
  const end = Date.now() + deadlineSeconds * 1000;
  for (;;) {
    // Without a process in its name the provider was killed in the moment of the start: it may run.
    const runs = owner === null || startOf(Number(owner[1])) === owner[2];
    const token = tokenIn(readOwn(found));
    const isOver = Date.now() > end;
    if (!runs || isOver || (owner === null && token !== null)) {
      if (token === null && runs && owner !== null) throw stillRuns(Number(owner[1]));
      return token === null ? null : { token, file: found };
    }
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => {
      throw new ProviderError({
        summary: "Stopped while the command of an interrupted run was waited for",
        detail: "Nothing was issued in this run. Apply again.",
      });
    });
  }
}

/** When the process was started, in the system's own count; null where it has ended. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? "");
  } catch {
    if (process.platform === "linux") return null;
  }
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return String(Date.parse(started.trim()));
  } catch {
    return null;
  }
}

/** Throws where it is not a file that this user made and that nobody else can read or write. */
function readOwn(file: string): string {
  const descriptor = openSync(
    file,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  try {
    const found = fstatSync(descriptor);
    const isOurs = found.isFile() && found.uid === OWN_UID && (found.mode & OF_OTHERS) === 0;
    if (isOurs) return readFileSync(descriptor, "utf8");
    throw new ProviderError({
      summary: "The answer of an issuing command is not ours",
      detail: `${file} belongs to user ${found.uid} and has mode ${(found.mode & 0o777).toString(8)}. Expected: a file of this user (${OWN_UID}) with mode 600, or somebody else could put a token there. Nothing was issued. Find out who made it, move it away, and apply again.`,
    });
  } finally {
    closeSync(descriptor);
  }
}

function tokenIn(output: string): string | null {
  const answer = answerIn(output);
  return "token" in answer ? answer.token : null;
}

function stillRuns(pid: number): ProviderError {
  return new ProviderError({
    summary: "The issuing command of an interrupted run still runs",
    detail: `Process ${pid} was started by a run that was killed, and may still issue a token, which would end the present one. No other command was started. Wait for its end, or end it with \`kill ${pid}\`, and apply again: what it prints is used.`,
    attribute: ["issuer", "command"],
  });
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error
    ? String(error.code)
    : String(error);
}
