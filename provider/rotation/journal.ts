/**
 * Remembers an unfinished rotation across crashes: between the issuing of a token and the saving of
 * Terraform's state it is the only place that knows the token.
 *
 * One file per key, mode 0600 in a folder of mode 0700; written beside, fsynced, renamed.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  type FileHandle,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ProviderError } from "../framework/diagnostics";
import { answerFileOf, forgetAnswers } from "./answers";
import { fingerprint } from "./fingerprint";
import { argumentName } from "./argument-name";
import { OWN_UID, refuseForeignFolder } from "./journal-folder";
import { makeFolder } from "./make-folder";

/** As much as the entry of an issued token may take, whatever the token's length is. */
const ROOM_BYTES = 16_384;

/** What one rotation is: of which tenant, where, and from which token. */
export interface JournalKey {
  readonly tenant: string;
  readonly scimUrl: string;
  /** Null where no token was known before. */
  readonly priorFingerprint: string | null;
}

/** An unfinished rotation. */
export interface Pending {
  /** Where it is remembered. */
  readonly file: string;
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
  /** Where the issuing command prints; what is there goes once the token is kept elsewhere. */
  readonly answerFile: string;
  pending(): Promise<Pending | null>;
  /**
   * About to issue. Gives the rotation's id: the same one again after a crash. Throws where the disk
   * has no room for the token.
   */
  intent(now: Date): Promise<string>;
  /**
   * On the disk when it returns the file in which it is: where the journal's own cannot be written,
   * another one, in which `pending` finds it too.
   */
  issued(token: string, now: Date): Promise<string>;
  /** A token that was issued before is kept in a file beside, for people. */
  handedOver(fingerprint: string, now: Date): Promise<void>;
  /** The token is in a saved state: it is forgotten here. */
  committed(now: Date): Promise<void>;
}

export const STAGES = ["intent", "issued", "handed-over", "committed", "superseded"] as const;

type Entry = JournalKey & {
  readonly version: 1;
  readonly rotationId: string;
  readonly stage: (typeof STAGES)[number];
  readonly token: string | null;
  readonly fingerprint: string | null;
  readonly at: string;
};

/** What a person does, for the end of a sentence: the CLI needs druva-scim.yaml, which not everybody has. */
export function removing(...files: readonly string[]): string {
  // An issued token may lie beside the entry, or in the spare folder.
  const beginnings = new Set(files.map((each) => each.replace(/json[^/]*$/, "")));
  return `remove the entry: \`druva-scim journal purge --force\`, or without a druva-scim.yaml delete ${[...beginnings].map((each) => `${each}*`).join(" and ")}`;
}

/** `spareFolder`: for an issued token that cannot be written to `folder`. */
export function open(folder: string, key: JournalKey, spareFolder = spareJournalFolder()): Journal {
  const file = join(folder, fileName(key));
  const spare = join(spareFolder, fileName(key));
  const answerFile = answerFileOf(file);
  let begun: string | undefined;

  async function write(
    entry: Pick<Entry, "rotationId" | "stage" | "token" | "fingerprint">,
    now: Date,
    to = file,
  ): Promise<string> {
    const whole: Entry = { version: 1, ...key, ...entry, at: now.toISOString() };
    try {
      makeFolder(dirname(to), 0o700);
      await refuseWritableByOthers(dirname(to));
      return await writeDurably(to, JSON.stringify(whole, null, 2), entry.stage === "issued");
    } catch (error) {
      throw error instanceof ProviderError ? error : unwritable(to, whyOf(error));
    }
  }

  /**
   * Where a crash came before the rename, or the file could not be written, the issued token is
   * beside it or in the spare folder.
   */
  async function unfinished(): Promise<(Entry & { readonly file: string }) | null> {
    const entry = await read(file, key);
    if (entry === null || entry.stage === "intent") {
      for (const other of [...(await besides(file)), spare]) {
        const issued = await read(other, key).catch((error: unknown) => {
          if (error instanceof ProviderError) return null; // cut off: the file is as it was before
          throw error;
        });
        if (issued?.stage !== "issued") continue;
        if (entry === null || entry.rotationId === issued.rotationId) {
          return { ...issued, file: other };
        }
      }
    }
    return entry === null || entry.stage === "committed" ? null : { ...entry, file };
  }

  return {
    file,
    answerFile,
    async pending() {
      const entry = await unfinished();
      if (entry === null) return null;
      const { file, rotationId, token, fingerprint, at } = entry;
      return { file, rotationId, token, fingerprint, at: new Date(at) };
    },
    async intent(now) {
      const entry = await unfinished();
      if (entry?.token) throw new Error(`${file} holds an issued token: it must be used first`);
      // Killed after an earlier intent: the issuer may have run, so it gets the same id again.
      const rotationId = entry?.rotationId ?? randomUUID();
      await write({ rotationId, stage: "intent", token: null, fingerprint: null }, now);
      await takeRoom(file);
      begun = rotationId;
      return rotationId;
    },
    async issued(token, now) {
      const rotationId = begun ?? (await unfinished())?.rotationId ?? randomUUID();
      const entry = {
        rotationId,
        stage: "issued",
        token,
        fingerprint: fingerprint(token),
      } as const;
      const kept = await write(entry, now)
        .catch(() => write(entry, now))
        .catch((error: unknown) =>
          write(entry, now, spare).catch(() => {
            throw error;
          }),
        );
      await forgetAnswers(answerFile);
      return kept;
    },
    async handedOver(fingerprint, now) {
      const entry = await unfinished();
      const rotationId = entry?.rotationId ?? randomUUID();
      if (entry?.token) {
        const { token, fingerprint } = entry;
        const kept = file.replace(/json$/, `${fingerprint}.superseded.json`);
        await write({ rotationId, stage: "superseded", token, fingerprint }, now, kept);
      }
      await write({ rotationId, stage: "handed-over", token: null, fingerprint }, now);
      await rm(spare, { force: true });
      await forgetAnswers(answerFile);
    },
    async committed(now) {
      const entry = await unfinished();
      if (entry === null) return;
      const { rotationId, fingerprint } = entry;
      await write({ rotationId, stage: "committed", token: null, fingerprint }, now);
      await rm(spare, { force: true });
      await forgetAnswers(answerFile);
    },
  };
}

export function spareJournalFolder(): string {
  return join(tmpdir(), `druva-scim-journal-${OWN_UID}`);
}

/** The tenant's name leads, for people who look into the folder. */
function fileName({ tenant, scimUrl, priorFingerprint }: JournalKey): string {
  const url = createHash("sha256").update(scimUrl).digest("hex").slice(0, 8);
  return `${tenant}.${url}.${priorFingerprint ?? "first"}.json`;
}

/** Null where there is no file. Throws a ProviderError for whatever is not this rotation's entry. */
async function read(file: string, key: JournalKey): Promise<Entry | null> {
  await refuseWritableByOthers(dirname(file));
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const why = whyOf(error);
    if (why === "ENOENT") return null;
    throw unreadable(file, why);
  }
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    // JSON.parse quotes what it read, which may be a token.
  }
  if (!isEntry(entry)) throw unreadable(file, "it is not an entry of version 1");
  for (const name of ["tenant", "scimUrl", "priorFingerprint"] as const) {
    if (entry[name] !== key[name]) throw unreadable(file, `its ${name} is not that of its name`);
  }
  return entry;
}

async function refuseWritableByOthers(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    if (whyOf(error) === "ENOENT") return null; // it is made for this user alone
    throw unreadable(folder, whyOf(error));
  });
  if (found !== null) refuseForeignFolder(folder, found);
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "tenant" in value &&
    "scimUrl" in value &&
    "priorFingerprint" in value &&
    "rotationId" in value &&
    typeof value.rotationId === "string" &&
    "stage" in value &&
    STAGES.some((stage) => stage === value.stage) &&
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

/** Never passed over: it may hold the only copy of a working token. */
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

/** What was written for the file and not renamed to it. */
async function besides(file: string): Promise<string[]> {
  const names = await readdir(dirname(file)).catch((error: unknown) => {
    if (whyOf(error) === "ENOENT") return [];
    throw unreadable(dirname(file), whyOf(error));
  });
  const start = `${basename(file)}.`;
  return names.filter((name) => name.startsWith(start)).map((name) => join(dirname(file), name));
}

/**
 * After a crash there is the old file, with the new one beside it, or the new one: whole. Gives the
 * one in which it is: with `orBeside`, what cannot be renamed stays beside.
 */
async function writeDurably(file: string, text: string, orBeside: boolean): Promise<string> {
  const leftOver = await besides(file);
  const beside = `${file}.${randomUUID()}`;
  const hasRoom = await rename(roomOf(file), beside).then(
    () => true,
    () => false,
  );
  try {
    await openFile(beside, hasRoom ? "r+" : "wx", 0o600).then((handle) =>
      syncAfter(handle, () => handle.writeFile(hasRoom ? text.padEnd(ROOM_BYTES) : text)),
    );
    if (orBeside) await rename(beside, file).catch(() => undefined);
    else await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }); // it may hold a token
    throw error;
  }
  for (const each of leftOver) await rm(each, { force: true });
  // Without this the rename itself may be lost with the power.
  await openFile(dirname(file), "r").then((handle) => syncAfter(handle));
  return (await isThere(beside)) ? beside : file;
}

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

/** An empty file: no entry. */
export const ROOM = ".room";

function roomOf(file: string): string {
  return `${file}${ROOM}`;
}

/** So that a full disk shows before a token is issued. */
async function takeRoom(file: string): Promise<void> {
  try {
    await openFile(roomOf(file), "w", 0o600).then((handle) =>
      syncAfter(handle, () => handle.writeFile(" ".repeat(ROOM_BYTES))),
    );
  } catch (error) {
    throw unwritable(file, whyOf(error));
  }
}

async function syncAfter(handle: FileHandle, write?: () => Promise<void>): Promise<void> {
  try {
    await write?.();
    await handle.sync();
  } finally {
    await handle.close();
  }
}
