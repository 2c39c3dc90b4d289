import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../../provider/rotation/make-folder";

const parent = mkdtempSync(join(tmpdir(), "make-folder-"));
afterAll(() => rmSync(parent, { recursive: true }));

test("a folder is made with those above it, in the mode asked for, and once more changes nothing", () => {
  const folder = join(parent, "a", "b");
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o755);
  for (const made of [folder, join(parent, "a")]) expect(statSync(made).mode & 0o777).toBe(0o700);
});

test.each(["/proc/nobody/folder", join(parent, "file", "folder"), join(parent, "file"), ""])(
  "%j cannot be made, which is an error at once",
  (folder) => {
    writeFileSync(join(parent, "file"), "mine");
    expect(() => makeFolder(folder)).toThrow(/^E[A-Z]+: /);
  },
);
