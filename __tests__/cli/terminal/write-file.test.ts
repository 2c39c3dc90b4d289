import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CliError } from "../../../cli/terminal/cli-error";
import { writeWhole } from "../../../cli/terminal/write-file";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-write-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a planted link is replaced, and what it names stays as it is", async () => {
  const [file, other] = [join(folder, "status.html"), join(folder, "other")];
  writeFileSync(other, "another's");
  symlinkSync(other, file);
  symlinkSync(other, `${file}.${process.pid}.tmp`);
  await writeWhole(file, "a page");
  expect(readFileSync(file, "utf8")).toBe("a page");
  expect(readFileSync(other, "utf8")).toBe("another's");
});

test("where it cannot be written, that is said and nothing is left", async () => {
  await expect(writeWhole(join(folder, "missing", "file"), "")).rejects.toThrow(CliError);
  expect(readdirSync(folder)).toEqual([]);
});
