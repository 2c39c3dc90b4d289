import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { placeInConfig } from "../../../cli/workspace/config-place";
import { writeIssuedOn } from "../../../cli/workspace/issued-on";
import { openTenant } from "../../../cli/workspace/workspace";

const TEXT = `version: 1
tenants:
  acme:
    begin: adopt # reviewed
    bindings:
      okta:
        - id: 0oaOne
        - id: 0oaTwo
          through: person
`;

const folder = mkdtempSync(join(tmpdir(), "druva-scim-place-"));
const config = join(folder, "druva-scim.yaml");
beforeEach(() => writeFileSync(config, TEXT));
afterAll(() => rmSync(folder, { recursive: true }));

const acme = () => openTenant({ config }, {});
const file = relative(process.cwd(), config);

test("a binding's place in the config has its line", () => {
  expect(placeInConfig(acme(), { kind: "okta", id: "0oaTwo" })).toBe(
    `${file}:8 (tenants.acme.bindings.okta, 0oaTwo)`,
  );
});

test("one that is not in the config any more has its path alone", () => {
  expect(placeInConfig(acme(), { kind: "okta", id: "0oaGone" })).toBe(
    `${file} (tenants.acme.bindings.okta, 0oaGone)`,
  );
});

test("the day that a person names is written behind begin, and replaced the next time", async () => {
  await writeIssuedOn(acme(), "2026-02-01");
  expect(readFileSync(config, "utf8")).toBe(
    TEXT.replace("# reviewed\n", "# reviewed\n    issuedOn: 2026-02-01\n"),
  );
  await writeIssuedOn(acme(), "2026-02-02");
  expect(acme().settings.issuedOn).toBe("2026-02-02");
});
