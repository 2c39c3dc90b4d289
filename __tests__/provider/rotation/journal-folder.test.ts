import { checkJournalFolder } from "../../../provider/rotation/journal-folder";

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
