import { redact, secretsIn } from "../../../provider/framework/secrets";
import { thingFields } from "./toy/thing";

test("sensitive and write-only texts are secrets, others are not", () => {
  const values = { name: "a public name", password: "a password", token_wo: "a token", size: 1 };
  expect(secretsIn(thingFields, values)).toEqual(["a password", "a token"]);
});

test("a text too short to be a secret is left alone", () => {
  expect(secretsIn(thingFields, { password: "a" })).toEqual([]);
});

test("every occurrence goes, and the longer of two secrets first", () => {
  const secrets = new Set(["secret", "secret-and-more"]);
  expect(redact("secret-and-more, secret, secret", secrets)).toBe(
    "(sensitive), (sensitive), (sensitive)",
  );
});
