import fs, {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type JournalKey, open } from "../../../provider/rotation/journal";

const key: JournalKey = {
  tenant: "acme",
  scimUrl: "https://druva.test/scim",
  priorFingerprint: "0123456789ab",
};
const now = new Date("2026-11-02T10:00:00Z");
const later = new Date("2026-11-02T11:00:00Z");

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "journal-"));
  folder = join(parent, "not", "there-yet");
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

test("nothing is pending where nothing was begun, and looking makes no folder", async () => {
  expect(await open(folder, key).pending()).toBeNull();
  await expect(stat(folder)).rejects.toThrow("ENOENT");
});

test("an intent that a crash interrupted is found again under the same id", async () => {
  const id = await open(folder, key).intent(now);
  expect(await open(folder, key).pending()).toMatchObject({ rotationId: id, token: null });
  expect(await open(folder, key).intent(later)).toBe(id);
});

test("an issued token is found again, with the time of its issue", async () => {
  const journal = open(folder, key);
  const id = await journal.intent(now);
  await journal.issued("s3cret", later);
  const found = await open(folder, key).pending();
  expect(found).toMatchObject({ rotationId: id, token: "s3cret", at: later });
});

test("an issued token is never overwritten by another intent", async () => {
  const journal = open(folder, key);
  await journal.issued("s3cret", now);
  await expect(journal.intent(later)).rejects.toThrow("must be used first");
  expect((await journal.pending())?.token).toBe("s3cret");
});

test("of a token that was handed over only the fingerprint is written", async () => {
  const journal = open(folder, key);
  await journal.handedOver("ba9876543210", now);
  expect(await journal.pending()).toMatchObject({ token: null, fingerprint: "ba9876543210" });
});

test("a committed token is on the disk no more, and the next rotation has an id of its own", async () => {
  const journal = open(folder, key);
  const id = await journal.intent(now);
  await journal.issued("s3cret", now);
  await journal.committed(later);
  expect(await journal.pending()).toBeNull();
  expect(await readFile(journal.file, "utf8")).not.toContain("s3cret");
  expect(await journal.intent(later)).not.toBe(id);
});

test("only the owner may read it, and nothing else is left in the folder", async () => {
  const journal = open(folder, key);
  await journal.intent(now);
  await journal.issued("s3cret", now);
  expect((await stat(journal.file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toHaveLength(1);
});

test.each([
  ["tenant", { ...key, tenant: "other" }],
  ["SCIM URL", { ...key, scimUrl: "https://gov.druva.test/scim" }],
  ["token before", { ...key, priorFingerprint: null }],
])("rotations of another %s are apart", async (_what, other) => {
  await open(folder, key).issued("s3cret", now);
  expect(await open(folder, other).pending()).toBeNull();
});

test.each([
  ["cut off", '{"version":1,"token":"s3cr'],
  ["of another version", '{"version":2,"token":"s3cret"}'],
])("an entry that is %s stops everything, and is not quoted", async (_what, text) => {
  const journal = open(folder, key);
  await journal.intent(now);
  await writeFile(journal.file, text);
  await expect(journal.pending()).rejects.toThrow("cannot be read");
  await expect(journal.pending()).rejects.not.toThrow("s3cr");
});

test("a folder that cannot be written is named before anything is issued", async () => {
  const nowhere = join(parent, "nowhere");
  await symlink(join(parent, "gone", "away"), nowhere);
  await expect(open(nowhere, key).intent(now)).rejects.toThrow("cannot be written");
});

test("a folder that the system lets nobody make is named at once", async () => {
  const nowhere = "/proc/nobody/journal";
  await expect(open(nowhere, key).intent(now)).rejects.toThrow("cannot be written");
});

describe("a crash between writing and renaming", () => {
  /** What was written is complete, and still beside the place of `before`. */
  async function cutShort(before: string | null): Promise<void> {
    const { file } = open(folder, key);
    await rename(file, `${file}.00000000-0000-4000-8000-000000000000`);
    if (before !== null) await writeFile(file, before);
  }

  test("does not lose the token that was issued", async () => {
    const journal = open(folder, key);
    const id = await journal.intent(now);
    const intent = await readFile(journal.file, "utf8");
    await journal.issued("s3cret", later);
    await cutShort(intent);
    expect(await journal.pending()).toMatchObject({ rotationId: id, token: "s3cret", at: later });
    await expect(journal.intent(later)).rejects.toThrow("must be used first");
  });

  test("does not bring back the token of a rotation that is over", async () => {
    const journal = open(folder, key);
    await journal.issued("s3cret", now);
    const issued = await readFile(journal.file, "utf8");
    await journal.committed(later);
    await writeFile(`${journal.file}.00000000-0000-4000-8000-000000000000`, issued);
    expect(await journal.pending()).toBeNull();
  });

  test("leaves nothing beside once the next entry is written", async () => {
    const journal = open(folder, key);
    await journal.issued("s3cret", now);
    await cutShort(null);
    await journal.committed(later);
    expect(await readdir(folder)).toHaveLength(1);
    expect(await readFile(journal.file, "utf8")).not.toContain("s3cret");
  });

  test("leaves a part at most, which is passed over", async () => {
    const journal = open(folder, key);
    const id = await journal.intent(now);
    await writeFile(`${journal.file}.00000000-0000-4000-8000-000000000000`, '{"version":1,"tok');
    expect(await journal.pending()).toMatchObject({ rotationId: id, token: null });
  });
});

describe("an issued token that cannot be written to its place", () => {
  const spare = () => join(parent, "spare");

  test("is tried once more", async () => {
    const journal = open(folder, key, spare());
    await journal.intent(now);
    const failing = jest.spyOn(fs, "open").mockRejectedValueOnce(new Error("EIO"));
    expect(await journal.issued("s3cret", later)).toBe(journal.file);
    failing.mockRestore();
    expect(await journal.pending()).toMatchObject({ token: "s3cret", file: journal.file });
  });

  test("stays beside it where it cannot be renamed, and is found there", async () => {
    const journal = open(folder, key, spare());
    await journal.intent(now);
    const failing = jest.spyOn(fs, "rename").mockRejectedValue(new Error("EIO"));
    const place = await journal.issued("s3cret", later);
    failing.mockRestore();
    expect(place).not.toBe(journal.file);
    expect(await open(folder, key, spare()).pending()).toMatchObject({
      token: "s3cret",
      file: place,
    });
  });

  test("goes to the spare folder, readable by the owner alone, until it is in the state", async () => {
    const journal = open(folder, key, spare());
    const id = await journal.intent(now);
    const moved = `${folder}.away`;
    await rename(folder, moved);
    await writeFile(folder, "no folder");
    const place = await journal.issued("s3cret", later);
    await rm(folder);
    await rename(moved, folder);
    expect(place).toContain(spare());
    expect((await stat(place)).mode & 0o777).toBe(0o600);
    const next = open(folder, key, spare());
    expect(await next.pending()).toMatchObject({ rotationId: id, token: "s3cret", file: place });
    await next.committed(later);
    expect(await readdir(spare())).toEqual([]);
  });

  test("has its room on the disk since the intent, which a full disk would have stopped", async () => {
    const journal = open(folder, key, spare());
    await journal.intent(now);
    const room = join(folder, (await readdir(folder)).find((name) => name.endsWith(".room")) ?? "");
    const { ino, size } = await stat(room);
    await journal.issued("s3cret", later);
    expect(await stat(journal.file)).toMatchObject({ ino, size });
    expect(await readdir(folder)).toHaveLength(1);
  });
});

test("an issued token gives way to one that is handed over, and is kept beside for people", async () => {
  const journal = open(folder, key);
  await journal.issued("s3cret", now);
  await journal.handedOver("ba9876543210", later);
  expect(await journal.pending()).toMatchObject({ token: null, fingerprint: "ba9876543210" });
  await journal.committed(later);
  const names = await readdir(folder);
  const superseded = names.find((name) => name.endsWith(".superseded.json")) ?? "";
  expect(await readFile(join(folder, superseded), "utf8")).toContain("s3cret");
});

describe("what somebody else could have put there is refused:", () => {
  test.each(["tenant", "scimUrl", "priorFingerprint"])("an entry of another %s", async (name) => {
    const journal = open(folder, key);
    await journal.issued("planted", now);
    const entry: unknown = JSON.parse(await readFile(journal.file, "utf8"));
    await writeFile(journal.file, JSON.stringify({ ...(entry as object), [name]: "evil" }));
    await expect(journal.pending()).rejects.toThrow(`its ${name} is not that of its name`);
  });

  test.each([0o770, 0o707, 0o777])("a folder of mode %o", async (mode) => {
    const journal = open(folder, key);
    await journal.intent(now);
    await chmod(folder, mode);
    await expect(journal.pending()).rejects.toThrow("Others can write");
    await expect(journal.intent(now)).rejects.toThrow("Others can write");
  });

  test("a folder that others may only read is ours all the same", async () => {
    const journal = open(folder, key);
    await journal.intent(now);
    await chmod(folder, 0o755);
    expect(await journal.pending()).toMatchObject({ token: null });
  });
});

test("what the command printed goes once the journal has its token", async () => {
  const journal = open(folder, key);
  await journal.intent(now);
  for (const each of ["", ".123.456"]) await writeFile(`${journal.answerFile}${each}`, "s3cret");
  await journal.issued("s3cret", now);
  expect(await readdir(folder)).toEqual([basename(journal.file)]);
});
