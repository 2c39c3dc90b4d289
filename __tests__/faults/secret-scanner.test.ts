import { formsOf, secretsIn } from "./secret-scanner";

const SECRET = 'Ab"cd/ef+gh-ij_kl=mn?op&qr st';
const secrets = { it: SECRET };

test.each([
  ["as it is", SECRET],
  ["its first half", SECRET.slice(0, 14)],
  ["its second half", SECRET.slice(-14)],
  ["in a URL", encodeURIComponent(SECRET)],
  ["in JSON", JSON.stringify({ token: SECRET })],
  ["in base64", Buffer.from(SECRET).toString("base64")],
  ["in base64 after one character", Buffer.from(`x${SECRET}`).toString("base64")],
  ["in base64 of a Basic authorization", Buffer.from(`ab${SECRET}:`).toString("base64")],
  ["in base64url", Buffer.from(`x${SECRET}`).toString("base64url")],
])("a secret is found %s", (_how, text) => {
  expect(secretsIn(`before ${text} after`, secrets)).toEqual(["it"]);
});

test("a fingerprint, or a few characters, are no secret", () => {
  expect(secretsIn(SECRET.slice(0, 8), secrets)).toEqual([]);
  expect(formsOf("short")).toEqual([]);
});
