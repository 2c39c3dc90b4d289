/**
 * Remembers an unfinished rotation across crashes: between the issuing of a token and the saving of
 * Terraform's state it is the only place that knows the token.
 *
 * One file per key, mode 0600 in a folder of mode 0700; written beside, fsynced, renamed.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ProviderError } from "../framework/diagnostics";
import { fingerprint } from "./fingerprint";
import { argumentName } from "./argument-name";

/** What one rotation is: of which tenant, where, and from which token. */
export interface JournalKey {
  readonly tenant: string;
  readonly scimUrl: string;
  /** Null where no token was known before. */
  readonly priorFingerprint: string | null;
}

/** An unfinished rotation. */
export interface Pending {
  /** Stable for an intent, so that an issuer can tell a repetition. */
  readonly rotationId: string;
  /** Null: intended, or handed over; then the token is not here. */
  readonly token: string | null;
  readonly fingerprint: string | null;
  /** When the stage was reached. */
  readonly at: Date;
}

export interface Journal {
  /** Where it is, for messages. */
  readonly file: string;
  pending(): Promise<Pending | null>;
  /** About to issue. Gives the rotation's id: the same one again after a crash. */
  intent(now: Date): Promise<string>;
  /** On the disk when it returns. */
  issued(token: string, now: Date): Promise<void>;
  handedOver(fingerprint: string, now: Date): Promise<void>;
  /** The token is in a saved state: it is forgotten here. */
  committed(now: Date): Promise<void>;
}

type Entry = {
  readonly version: 1;
  readonly tenant: string;
  readonly scimUrl: string;
  readonly priorFingerprint: string | null;
  readonly rotationId: string;
  readonly stage: "intent" | "issued" | "handed-over" | "committed";
  readonly token: string | null;
  readonly fingerprint: string | null;
  readonly at: string;
};

export function open(folder: string, key: JournalKey): Journal {
  const file = join(folder, fileName(key));

  async function write(
    entry: Pick<Entry, "rotationId" | "stage" | "token" | "fingerprint">,
    now: Date,
  ): Promise<void> {
    const whole: Entry = { version: 1, ...key, ...entry, at: now.toISOString() };
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeDurably(file, JSON.stringify(whole, null, 2));
    } catch (error) {
      throw unwritable(file, whyOf(error));
    }
  }

  async function unfinished(): Promise<Entry | null> {
    const entry = (await notRenamed(file)) ?? (await read(file));
    return entry === null || entry.stage === "committed" ? null : entry;
  }

  return {
    file,
    async pending() {
      const entry = await unfinished();
      return (
        entry && {
          rotationId: entry.rotationId,
          token: entry.token,
          fingerprint: entry.fingerprint,
          at: new Date(entry.at),
        }
      );
    },
    async intent(now) {
      const entry = await unfinished();
      if (entry?.token) throw new Error(`${file} holds an issued token: it must be used first`);
      // Killed after an earlier intent: the issuer may have run, so it gets the same id again.
      const rotationId = entry?.rotationId ?? randomUUID();
      await write({ rotationId, stage: "intent", token: null, fingerprint: null }, now);
      return rotationId;
    },
    async issued(token, now) {
      const rotationId = (await unfinished())?.rotationId ?? randomUUID();
      await write({ rotationId, stage: "issued", token, fingerprint: fingerprint(token) }, now);
    },
    async handedOver(fingerprint, now) {
      const rotationId = (await unfinished())?.rotationId ?? randomUUID();
      await write({ rotationId, stage: "handed-over", token: null, fingerprint }, now);
    },
    async committed(now) {
      const entry = await unfinished();
      if (entry === null) return;
      const { rotationId, fingerprint } = entry;
      await write({ rotationId, stage: "committed", token: null, fingerprint }, now);
    },
  };
}

/** The tenant's name leads, for people who look into the folder. */
function fileName({ tenant, scimUrl, priorFingerprint }: JournalKey): string {
  const url = createHash("sha256").update(scimUrl).digest("hex").slice(0, 8);
  return `${tenant}.${url}.${priorFingerprint ?? "first"}.json`;
}

async function read(file: string): Promise<Entry | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const why = whyOf(error);
    if (why === "ENOENT") return null;
    throw unreadable(file, why);
  }
  try {
    const entry: unknown = JSON.parse(text);
    if (isEntry(entry)) return entry;
  } catch {
    // JSON.parse quotes what it read, which may be a token.
  }
  throw unreadable(file, "it is not an entry of version 1");
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "rotationId" in value &&
    typeof value.rotationId === "string" &&
    "stage" in value &&
    typeof value.stage === "string" &&
    ["intent", "issued", "handed-over", "committed"].includes(value.stage) &&
    "token" in value &&
    isTextOrNull(value.token) &&
    "fingerprint" in value &&
    isTextOrNull(value.fingerprint) &&
    "at" in value &&
    typeof value.at === "string" &&
    !Number.isNaN(Date.parse(value.at))
  );
}

const isTextOrNull = (value: unknown) => value === null || typeof value === "string";

/** Never passed over: it may hold the only copy of a living token. */
function unreadable(file: string, why: string): ProviderError {
  return new ProviderError({
    summary: "The rotation journal cannot be read",
    detail: `${file}: ${why}. It may hold a token that Druva has already issued. Repair its permissions or contents; if the present token still works, it can be moved away.`,
  });
}

function unwritable(file: string, why: string): ProviderError {
  return new ProviderError({
    summary: "The rotation journal cannot be written",
    detail: `${file}: ${why}. Without it a rotation that is interrupted would lose its token. Give this user a folder that it may write, by the provider's ${argumentName("journal_dir")} or DRUVA_SCIM_JOURNAL_DIR, and apply again.`,
  });
}

/** A system error's code, such as "EACCES". */
function whyOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error
    ? String(error.code)
    : String(error);
}

/**
 * A token that was written whole beside the file, where a crash came before the rename. Null where
 * there is none, or where the file itself tells of another rotation or of a later stage.
 */
async function notRenamed(file: string): Promise<Entry | null> {
  for (const beside of await besides(file)) {
    const entry = await read(beside).catch((error: unknown) => {
      if (error instanceof ProviderError) return null; // cut off: the file is as it was before
      throw error;
    });
    if (entry?.stage !== "issued") continue;
    const present = await read(file);
    const isNext = present?.stage === "intent" && present.rotationId === entry.rotationId;
    if (present === null || isNext) return entry;
  }
  return null;
}

/** What was written for the file and not renamed to it. */
async function besides(file: string): Promise<string[]> {
  const names = await readdir(dirname(file)).catch((error: unknown) => {
    if (whyOf(error) === "ENOENT") return [];
    throw unreadable(dirname(file), whyOf(error));
  });
  const start = `${basename(file)}.`;
  return names.filter((name) => name.startsWith(start)).map((name) => join(dirname(file), name));
}

/** After a crash there is the old file, with the new one beside it, or the new one: whole. */
async function writeDurably(file: string, text: string): Promise<void> {
  const leftOver = await besides(file);
  const beside = `${file}.${randomUUID()}`;
  try {
    await openFile(beside, "wx", 0o600).then((handle) =>
      syncAfter(handle, () => handle.writeFile(text)),
    );
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }); // it may hold a token
    throw error;
  }
  for (const each of leftOver) await rm(each, { force: true });
  // Without this the rename itself may be lost with the power.
  await openFile(dirname(file), "r").then((handle) => syncAfter(handle));
}

async function syncAfter(handle: FileHandle, write?: () => Promise<void>): Promise<void> {
  try {
    await write?.();
    await handle.sync();
  } finally {
    await handle.close();
  }
}
