/**
 * `other-idp bind` and `other-idp test`: how the other identity provider is given a token and asked
 * about it. The token comes in DRUVA_SCIM_TOKEN only; what is printed never holds it.
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { TestAnswer } from "../other-idp/other-idp";

/** The token is not held, or does not work. Any other code but 0 is no verdict. */
const NOT_HELD = 10;

async function bind(): Promise<number> {
  const token = required("DRUVA_SCIM_TOKEN");
  const baseUrl = required("DRUVA_SCIM_URL");
  await call("PUT", "/connection", { baseUrl, token });
  say("The token is saved.");
  return 0;
}

async function test(): Promise<number> {
  const wanted = process.env["DRUVA_SCIM_FINGERPRINT"] ?? "";
  const answer = JSON.parse(await call("POST", "/connection/test")) as TestAnswer;
  const { works, status, detail, fingerprint } = answer;
  if (fingerprint === null || (wanted !== "" && fingerprint !== wanted)) {
    say(`It holds ${fingerprint ?? "no token"}, not ${wanted || "one"}.`);
    return NOT_HELD;
  }
  say(`It holds ${fingerprint}. ${detail}`);
  if (works) return 0;
  return status === 401 ? NOT_HELD : 1;
}

/** By Node.js alone: a binding starts this up to four times in a deploy, and libraries double the time. */
async function call(method: "PUT" | "POST", path: string, body?: object): Promise<string> {
  const url = new URL(path, required("OTHER_IDP_URL"));
  const ca = readFileSync(required("DRUVA_SCIM_SANDBOX_CA"), "utf8");
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(url, { method, ca, headers }, resolve).on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
  if ((answer.statusCode ?? 0) >= 400)
    throw new Error(`${method} ${path} was answered with ${answer.statusCode}.`);
  return await text(answer);
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
