/** The sandbox's switches, as `druva-scim sandbox` takes them. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { built } from "../../sandbox/built";
import { connectControl } from "../../sandbox/control/client";
import { LIMITED_EVERY } from "../../sandbox/unkindness";
import { caller } from "./people";

const description = z.object({ environment: z.record(z.string(), z.string()) });

const start = (...options: string[]) =>
  spawn(process.execPath, [built("cli", "main.js"), "sandbox", "--stand-ins", ...options]);
const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.on("close", resolve));

test("--entra-put chooses the world, and --unkind makes it unkind", async () => {
  const child = start("--json", "--entra-put", "drops", "--unkind");
  const end = ended(child);
  let output = "";
  await new Promise<void>((resolve, reject) => {
    child.on("close", () => reject(new Error("It ended before it was ready.")));
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      if (output.endsWith("}\n")) resolve();
    });
  });
  const { environment } = description.parse(JSON.parse(output));
  const ca = readFileSync(environment["DRUVA_SCIM_SANDBOX_CA"] ?? "", "utf8");
  const control = connectControl({ url: environment["DRUVA_SCIM_SANDBOX_CONTROL"] ?? "", ca });
  const { secretsPut } = await control.world.get();
  await control.close();
  const ask = caller({ ca });
  const statuses = [];
  for (let each = 0; each < LIMITED_EVERY; each++)
    statuses.push((await ask(`https://${environment["ARM_METADATA_HOSTNAME"]}/v1.0/x`)).status);
  await ask.close();
  child.kill("SIGTERM");
  expect(await end).toBe(0);
  expect(secretsPut).toBe("drops");
  expect(statuses.at(-1)).toBe(429);
});

test("a world that is not known is refused with those that are", async () => {
  const child = start("--entra-put", "forgets");
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  expect(await ended(child)).toBe(64);
  expect(errors).toBe("--entra-put: expected merges, replaces, drops.\n");
});
