import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { entraFields, oktaFields, providerFields } from "../../../provider/configuration";
import {
  commandBindingFields,
  entraBindingFields,
  entraSettingsFields,
  oktaBindingFields,
} from "../../../provider/resources/binding.schema";
import {
  issuerFields,
  policyFields,
  rotationRequestFields,
  scimTokenFields,
} from "../../../provider/resources/scim-token/schema";
import { argumentName } from "../../../provider/rotation/argument-name";
import { PACKAGE_ROOT } from "../../../tour/workplace";

test("an argument has the config's name, and HCL's beside it", () => {
  expect(argumentName("issued_on")).toBe("issuedOn (issued_on in HCL)");
  expect(argumentName("rotation_request.date")).toBe(
    "rotationRequest.date (rotation_request.date in HCL)",
  );
});

test("a name that is the same everywhere stands alone", () => {
  expect(argumentName("policy.mode")).toBe("policy.mode");
});

test("no sentence for people names an argument as only HCL does", () => {
  const names = [
    ...[scimTokenFields, policyFields, rotationRequestFields, issuerFields],
    ...[entraBindingFields, oktaBindingFields, commandBindingFields, entraSettingsFields],
    ...[providerFields, entraFields, oktaFields],
  ]
    .flatMap((fields) => Object.keys(fields))
    .filter((name) => argumentName(name) !== name);
  const inHclOnly = new RegExp(`\\b(${names.join("|")})\\b|\\b(begin|mode|kind) = `);
  expect(sentences().filter((sentence) => inHclOnly.test(sentence))).toEqual([]);
  expect(sentences().length).toBeGreaterThan(100);
});

/** Texts with a space in them; the reference of HCL, which the fields' descriptions are, excepted. */
function sentences(): string[] {
  const found: string[] = [];
  for (const room of ["resources", "bindings", "rotation", "issuers", "clients"]) {
    const folder = join("provider", room);
    const files = readdirSync(join(PACKAGE_ROOT, folder), { encoding: "utf8", recursive: true })
      .filter((name) => name.endsWith(".ts"))
      .filter((name) => !name.endsWith("schema.ts"));
    for (const name of files) {
      const file = join(PACKAGE_ROOT, folder, name);
      collect(ts.createSourceFile(name, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
    }
  }
  return found.filter((text) => text.includes(" "));

  function collect(node: ts.Node): void {
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isText) found.push(node.text);
    ts.forEachChild(node, collect);
  }
}
