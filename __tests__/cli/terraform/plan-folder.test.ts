import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inPlanFolder } from "../../../cli/terraform/plan-folder";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "druva-scim-folders-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

test("a plan's folder is this user's alone, and gone afterwards, whatever happens", async () => {
  const failing = inPlanFolder(async (folder) => {
    writeFileSync(join(folder, "plan"), "a token");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    throw new Error("the plan failed");
  }, parent);
  await expect(failing).rejects.toThrow("the plan failed");
  expect(readdirSync(parent)).toEqual([]);
});

test("what a killed run left is removed, and what another is at work in stays", async () => {
  const killed = join(parent, "druva-scim-plan-killed");
  mkdirSync(killed);
  writeFileSync(join(killed, "plan"), "a token");
  utimesSync(killed, 0, 0);
  mkdirSync(join(parent, "druva-scim-plan-at-work"));
  mkdirSync(join(parent, "of-another-program"));
  await inPlanFolder(async () => undefined, parent);
  expect(readdirSync(parent).sort()).toEqual(["druva-scim-plan-at-work", "of-another-program"]);
});

test("a planted link is removed, and not followed", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "druva-scim-elsewhere-"));
  writeFileSync(join(elsewhere, "file"), "another's");
  utimesSync(elsewhere, 0, 0);
  const link = join(parent, "druva-scim-plan-link");
  symlinkSync(elsewhere, link);
  lutimesSync(link, 0, 0);
  await inPlanFolder(async () => undefined, parent);
  expect(readdirSync(parent)).toEqual([]);
  expect(readFileSync(join(elsewhere, "file"), "utf8")).toBe("another's");
  rmSync(elsewhere, { recursive: true });
});
