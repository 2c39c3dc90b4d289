import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkJournalFolder, refuseForeignFolder } from "../../../provider/rotation/journal-folder";

const usual = { folder: "/home/carol/.local/state/druva-scim", given: false, environment: {} };

test("a folder that synth empties is refused", () => {
  const folder = "cdktf.out/stacks/acme/journal";
  expect(() => {
    checkJournalFolder({ ...usual, folder, issuer: "handover" });
  }).toThrow("must not be kept under cdktf.out");
});

test("in CI the command issuer wants a folder that somebody chose", () => {
  const inCi = { ...usual, issuer: "command", environment: { CI: "true" } } as const;
  expect(() => {
    checkJournalFolder(inCi);
  }).toThrow("outlives the CI run");
  expect(() => {
    checkJournalFolder({ ...inCi, given: true });
  }).not.toThrow();
});

test("a handover keeps no token in it, so the default folder will do", () => {
  expect(() => {
    checkJournalFolder({ ...usual, issuer: "handover", environment: { CI: "true" } });
  }).not.toThrow();
});

describe("a folder that others can write to", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal-folder-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const check = (issuer: "handover" | "command") =>
    checkJournalFolder({ folder, given: true, issuer, environment: {} });

  test("is refused at plan for a command, which needs the journal, and for nobody else", () => {
    check("command");
    chmodSync(folder, 0o770);
    expect(() => check("command")).toThrow("Others can write");
    check("handover");
  });

  test("may belong to anybody where root looks, as in a container", () => {
    const foreign = { uid: 1234, mode: 0o700 };
    refuseForeignFolder(folder, foreign, 0);
    expect(() => refuseForeignFolder(folder, foreign, 1000)).toThrow("belongs to user 1234");
    expect(() => refuseForeignFolder(folder, { ...foreign, mode: 0o720 }, 0)).toThrow();
  });
});
