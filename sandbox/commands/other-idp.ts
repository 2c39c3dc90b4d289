/**
 * `other-idp bind` and `other-idp test`: how the other identity provider is given a token and asked
 * about it. The token comes in DRUVA_SCIM_TOKEN only; what is printed never holds it.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "undici";
import { z } from "zod";

/** The token is not held, or does not work. Any other code but 0 is no verdict. */
const NOT_HELD = 10;

const testAnswer = z.object({
  works: z.boolean(),
  status: z.number().nullable(),
  detail: z.string(),
  fingerprint: z.string().nullable(),
});

async function bind(): Promise<number> {
  const token = required("DRUVA_SCIM_TOKEN");
  const baseUrl = required("DRUVA_SCIM_URL");
  await call("PUT", "/connection", { baseUrl, token });
  say("The token is saved.");
  return 0;
}

async function test(): Promise<number> {
  const wanted = process.env["DRUVA_SCIM_FINGERPRINT"] ?? "";
  const { works, status, detail, fingerprint } = testAnswer.parse(
    JSON.parse(await call("POST", "/connection/test")),
  );
  if (fingerprint === null || (wanted !== "" && fingerprint !== wanted)) {
    say(`It holds ${fingerprint ?? "no token"}, not ${wanted || "one"}.`);
    return NOT_HELD;
  }
  say(`It holds ${fingerprint}. ${detail}`);
  if (works) return 0;
  return status === 401 ? NOT_HELD : 1;
}

async function call(method: "PUT" | "POST", path: string, body?: object): Promise<string> {
  const ca = readFileSync(required("DRUVA_SCIM_SANDBOX_CA"), "utf8");
  const answer = await request(new URL(path, required("OTHER_IDP_URL")), {
    method,
    dispatcher: new Agent({ connect: { ca } }),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 400)
    throw new Error(`${method} ${path} was answered with ${answer.statusCode}.`);
  return text;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const commands: Readonly<Record<string, () => Promise<number>>> = { bind, test };

async function main(): Promise<number> {
  const command = commands[process.argv[2] ?? ""];
  if (command === undefined) throw new Error("Usage: other-idp bind | other-idp test");
  return command();
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
