import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseConfig } from "../../../config/load";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { environmentOf } from "../../../tour/surroundings";
import { atATerminal, CTRL_C, ENTER } from "../person-at-a-terminal";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  folder = mkdtempSync(join(tmpdir(), "druva-scim-init-"));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});
const around = () => ({
  cwd: folder,
  environment: environmentOf(process.env, sandbox.environment),
});

test("a person chooses among the applications that are there", async () => {
  const { code, screen } = await atATerminal(
    ["init", "--directory", "app"],
    [
      ["A short name", `acme${ENTER}`],
      ["SCIM base URL", ENTER],
      ["How to begin?", ENTER],
      ["The day on which", `2026-02-01${ENTER}`],
      ["Druva Engineering", ` ${ENTER}`],
      ["Druva 2.0", ` ${ENTER}`],
      ["Workflows to copy", ENTER],
      ["Where is the state kept", ENTER],
    ],
    around(),
  );
  expect(screen).toContain("npm install");
  expect(code).toBe(0);
  const config = parseConfig(readFileSync(join(folder, "app/druva-scim.yaml"), "utf8"));
  expect(config.backend).toEqual({ pg: { schema_name: "{stack}" } });
  expect(config.tenants["acme"]).toMatchObject({
    begin: "adopt",
    issuedOn: "2026-02-01",
    bindings: {
      entra: [{ name: "Druva Engineering" }],
      okta: [{ name: "Druva 2.0", through: "person" }],
    },
  });
});

test("Ctrl-C at a question writes nothing and shows no stack trace", async () => {
  const { code, screen } = await atATerminal(
    ["init", "--directory", "other"],
    [["A short name", CTRL_C]],
    around(),
  );
  expect(code).toBe(130);
  expect(screen).not.toMatch(/\n\s+at /);
  expect(() => readFileSync(join(folder, "other/druva-scim.yaml"))).toThrow(/ENOENT/);
});
