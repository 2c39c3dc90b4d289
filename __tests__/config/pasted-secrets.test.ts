/** A secret that was pasted into the config, wherever it was, is in no message. */
import * as fc from "fast-check";
import { stringify } from "yaml";
import { z } from "zod";

import { keyText, type KeyPath } from "../../constructs/rules/fault";
import { meant } from "../../constructs/rules/shown";
import { configSchema } from "../../config/schema";
import { problemsOf, withTenant } from "./problems";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Every key and value that the schema knows of, with "acme" for a name that people choose. */
function placesIn(schema: JsonSchema, path: KeyPath = []): KeyPath[] {
  const { properties = {}, additionalProperties, items } = schema;
  const below: [string | number, unknown][] = [
    ...Object.entries(properties),
    ["acme", additionalProperties],
    [0, items],
  ];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => placesIn(each, path)),
    ...below.flatMap(([key, each]) => (isSchema(each) ? placesIn(each, [...path, key]) : [])),
  ];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function allowedIn(schema: JsonSchema): string[] {
  const texts = [...(schema.enum ?? []), schema.const].filter((each) => typeof each === "string");
  const below = [
    ...Object.values(schema.properties ?? {}),
    schema.additionalProperties,
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
  return [...texts, ...below.flatMap((each) => (isSchema(each) ? allowedIn(each) : []))];
}

const schema = z.toJSONSchema(configSchema);
const places = [...new Map(placesIn(schema).map((path) => [keyText(path), path])).values()];
const allowed = [...allowedIn(schema), "default", "true", "false", "yes", "no", "on", "off"];

/** A config that is fine, but for what is at the place. */
function configWith(text: unknown, path: KeyPath): string {
  const fine = { version: 1, tenants: { acme: { begin: "adopt", bindings: {} } } };
  return stringify(put(fine, path, text), { lineWidth: 0 });
}

function put(into: unknown, [key, ...rest]: KeyPath, value: unknown): unknown {
  if (key === undefined) return value;
  const before = typeof into === "object" && into !== null ? into : {};
  if (typeof key === "number") return [put(undefined, rest, value)];
  return { ...before, [key]: put(Reflect.get(before, key), rest, value) };
}

test("the schema's places are found, deep ones too", () => {
  const found = places.map((path) => keyText(path));
  expect(found).toEqual(
    expect.arrayContaining([
      "version",
      "tenants.acme.scimUrl",
      "tenants.acme.issuer.command[0]",
      "tenants.acme.bindings.okta[0].provider",
      "providers.entra.acme.environment",
    ]),
  );
});

describe("whatever it looks like:", () => {
  test.each([
    "abcd efgh ijkl mnop", // a Google app password
    "correct-horse-battery-staple",
    "KJHG-QWPO-ZMXN-VBTY",
    "qwkzpvxmtrbn",
    "hunter",
    "Wintertime/2024",
    "hunter2-T0ken",
    "!S3cret!",
    "0123456789",
    "4711 0815",
    "x".repeat(60),
  ])("%s is repeated from no place", (secret) => {
    for (const place of places) {
      expect([keyText(place), problemsOf(configWith(secret, place)).join()]).toEqual([
        keyText(place),
        expect.not.stringContaining(secret),
      ]);
    }
  });

  test.each(["correct-horse-battery-staple", "hunter2", "Wintertime", "KJHG-QWPO-ZMXN-VBTY"])(
    "%s is not repeated as a key that is unknown",
    (secret) => {
      const texts = places.map((place) => configWith({ [secret]: "x" }, place));
      for (const text of [withTenant(`${secret}: x`, "bindings: {}"), ...texts]) {
        const unknown = problemsOf(text).filter((each) => each.includes("unknown key"));
        expect(unknown.join()).not.toContain(secret);
      }
    },
  );

  test("a number is shown only where one is wanted", () => {
    expect(problemsOf(withTenant("issuedOn: 4711", "bindings: {}")).join()).not.toContain("4711");
    expect(problemsOf(withTenant("policy: { lifetimeDays: 4711 }", "bindings: {}"))).toEqual([
      expect.stringContaining("found 4711, expected at most 365"),
    ]);
  });
});

const letter = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
const lowerCase = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz");
const run = fc.string({ unit: letter, minLength: 13, maxLength: 50 });
const word = fc.oneof(
  fc.string({ unit: lowerCase, minLength: 5, maxLength: 12 }),
  fc.string({ unit: lowerCase, minLength: 5, maxLength: 12 }).map((text) => text.toUpperCase()),
  fc.string({ unit: letter, minLength: 5, maxLength: 12 }),
);
const secret = fc
  .oneof(
    run,
    run.map((text) => text.toLowerCase().replaceAll(/\d/g, "z")),
    fc.array(run, { minLength: 2, maxLength: 3 }).map((parts) => parts.join(".")),
    fc.uuid(),
    fc
      .tuple(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("-", " ", "/", ".", "_"),
      )
      .map(([words, separator]) => words.join(separator)),
  )
  .filter((text) => meant(text, allowed) === undefined);

test("no text of whatever words and letters is repeated, unless it is nearly what its place takes", () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), secret, (place, text) => {
      expect(problemsOf(configWith(text, place)).join()).not.toContain(text);
    }),
  );
});

test("nor is it where it makes the file unreadable", () => {
  const ruined = [
    (text: string) => withTenant(`issuedOn: *${text}`, "bindings: {}"),
    (text: string) => withTenant(`issuedOn: !${text}! x`, "bindings: {}"),
    (text: string) => withTenant(`issuedOn: |${text}`, "bindings: {}"),
    (text: string) => withTenant(`issuedOn: "x" ${text}`, "bindings: {}"),
    (text: string) => withTenant(`issuedOn: @${text}`, "bindings: {}"),
    (text: string) => `%YAML ${text}\n---\n${withTenant("bindings: {}")}`,
    (text: string) => `${withTenant("bindings: {}")}\n}${text}`,
  ];
  fc.assert(
    fc.property(fc.constantFrom(...ruined), word, (ruin, text) => {
      const told = problemsOf(ruin(text)).join();
      expect(told).toContain("invalid YAML");
      expect(told).not.toContain(text);
    }),
  );
});

test("nor is what an escape sequence in it would be", () => {
  expect(problemsOf(withTenant('issuedOn: "\\uhunter"', "bindings: {}"))).toEqual([
    "druva-scim.yaml:5:16: invalid YAML: unknown escape sequence. Write \\\\ for a backslash",
  ]);
});
