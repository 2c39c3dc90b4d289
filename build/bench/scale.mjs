/**
 * What a deploy costs at 1, 30, 100 and 1,000 Entra applications: adopt, a plan with nothing to do,
 * and a rotation; the provider's own writes beside `through: azuread` (the stand-in with the real
 * provider's waits, up to 100), and what Terraform itself needs to create and to update as many
 * terraform_data resources in the same run. On the sandbox; each application has the portal's four
 * keys. Prints seconds, requests to Entra and the provider's memory.
 *
 * Exits with 1 where ours takes more than 1/10 of the stock path at 1 and 30, more than 1/20 at 100,
 * or at 1,000 more than 1.3 times what terraform_data takes.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { built, dist, run as runProgram, timed } from "./measuring.mjs";

const LARGEST_STOCK = 100;
const APPLY = ["apply", "-input=false", "-auto-approve"];
const STOCK_LIMITS = { 1: 1 / 10, 30: 1 / 10, 100: 1 / 20 };
const FLOOR_LIMITS = { 1000: 1.3 };

const { startSandbox } = built("./sandbox/sandbox.js");
const { furtherApplicationId } = built("./sandbox/seed.js");
const { environmentOf } = built("./tour/surroundings.js");
const { stackName } = built("./config/stack-name.js");
const STACK = stackName("acme");

const failures = [];

export async function measure(numbers = "1,30,100,1000") {
  const rows = [];
  for (const number of numbers.split(",").map(Number)) {
    const ours = await lifeOf(number, "druva");
    const stock = number <= LARGEST_STOCK ? await lifeOf(number, "azuread") : undefined;
    const floor = await terraformAlone(number);
    rows.push({ number, ours, stock, floor });
    for (const phase of ["adopt", "rotate"]) {
      hold(number, phase, ours, stock?.[phase].seconds, STOCK_LIMITS[number], "the stock path");
      hold(number, phase, ours, floor[phase].seconds, FLOOR_LIMITS[number], "terraform_data");
    }
  }
  console.log(`\n${table(rows)}`);
  for (const each of failures) console.error(each);
  return failures.length === 0;
}

function hold(number, phase, ours, other, limit, what) {
  if (other === undefined || limit === undefined) return;
  const ratio = ours[phase].seconds / other;
  const text = `${number} applications, ${phase}: ${ratio.toFixed(3)} of ${what}, at most ${limit}`;
  if (ratio > limit) failures.push(`NOT HELD: ${text}`);
  else console.log(`held: ${text}`);
}

/** Adopt, plan, rotate, by plain terraform in the synthesized stack's folder. */
async function lifeOf(number, through) {
  const sandbox = await startSandbox({ waitScale: 1, furtherApplications: number });
  try {
    const { control } = sandbox;
    const folder = join(sandbox.directory, "repository");
    mkdirSync(join(folder, "locks"), { recursive: true });
    const environment = {
      ...environmentOf(process.env, sandbox.environment),
      DRUVA_SCIM_JOURNAL_DIR: join(sandbox.directory, "journal"),
    };
    const stack = join(folder, "cdktf.out/stacks", STACK);
    const lock = join(folder, "locks", `${STACK}.terraform.lock.hcl`);
    writeFileSync(lock, sandbox.lockFile);
    const configure = async (request) => {
      writeFileSync(join(folder, "druva-scim.yaml"), config(number, through, request));
      await run("node", [join(dist, "main.js")], folder, environment);
      await run("terraform", ["init", "-input=false"], stack, environment);
    };
    const phase = async (args, token) => {
      // A plan with something to do would exit with 2.
      const since = (await control.journal.list()).at(-1)?.number ?? 0;
      const measured = await run("terraform", args, stack, {
        ...environment,
        ...(token && { DRUVA_SCIM_TOKEN_ACME: token }),
      });
      const requests = (await control.journal.list({ host: "entra", after: since })).length;
      return { ...measured, requests };
    };
    await configure("");
    const adopt = await phase(APPLY, await control.generateToken());
    const plan = await phase(["plan", "-input=false", "-detailed-exitcode"]);
    const date = (await control.clock.now()).toISOString().slice(0, 10);
    await configure(
      `    rotationRequest: { generation: 2, reason: The yearly rotation, date: ${date} }`,
    );
    const rotate = await phase(APPLY, await control.generateToken());
    return { adopt, plan, rotate };
  } finally {
    await sandbox.stop();
  }
}

function config(number, through, request) {
  const entries = Array.from(
    { length: number },
    (_, index) =>
      `        - { id: ${furtherApplicationId(index)}, name: Application ${index}, through: ${through} }`,
  );
  return [
    "version: 1",
    "tenants:",
    "  acme:",
    "    begin: adopt",
    request,
    "    bindings:",
    "      entra:",
    ...entries,
    "",
  ].join("\n");
}

/** As many terraform_data, each with three references to one: created, planned, updated in place. */
async function terraformAlone(number) {
  const sandbox = await startSandbox();
  try {
    const folder = join(sandbox.directory, "floor");
    mkdirSync(folder);
    const environment = environmentOf(process.env, sandbox.environment);
    const write = (generation) =>
      writeFileSync(
        join(folder, "main.tf.json"),
        JSON.stringify({
          resource: {
            terraform_data: Object.fromEntries([
              ["token", { input: { a: generation, b: "b", c: "c" } }],
              ...Array.from({ length: number }, (_, index) => [
                `binding_${index}`,
                {
                  input: {
                    id: index,
                    a: "${terraform_data.token.output.a}",
                    b: "${terraform_data.token.output.b}",
                    c: "${terraform_data.token.output.c}",
                  },
                },
              ]),
            ]),
          },
        }),
      );
    write("1");
    await run("terraform", ["init", "-input=false"], folder, environment);
    const adopt = await run("terraform", APPLY, folder, environment);
    const plan = await run("terraform", ["plan", "-input=false"], folder, environment);
    write("2");
    const rotate = await run("terraform", APPLY, folder, environment);
    return { adopt, plan, rotate };
  } finally {
    await sandbox.stop();
  }
}

/** Seconds, and the largest memory that a druva provider had meanwhile, in MiB. */
async function run(program, args, cwd, env) {
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, largestProvider())), 100);
  try {
    const milliseconds = await timed(() => runProgram(program, args, { cwd, env }));
    return { seconds: milliseconds / 1000, memory };
  } finally {
    clearInterval(watch);
  }
}

/** Linux only: it reads /proc. */
function largestProvider() {
  let largest = 0;
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("druva-scim/druva/")) continue;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      largest = Math.max(largest, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // ended in the meantime
    }
  }
  return Math.round(largest);
}

function table(all) {
  const head =
    "| applications | through | adopt, s | plan, s | rotate, s | requests to Entra: adopt, plan, rotate | the provider's memory, MiB |";
  const line = (number, through, { adopt, plan, rotate }) =>
    `| ${number} | ${through} | ${[adopt, plan, rotate].map(({ seconds }) => seconds.toFixed(1)).join(" | ")} | ${
      adopt.requests === undefined
        ? ""
        : [adopt, plan, rotate].map(({ requests }) => requests).join(", ")
    } | ${Math.max(adopt.memory, plan.memory, rotate.memory) || ""} |`;
  return [
    head,
    head.replace(/[^|]+/g, " --- "),
    ...all.flatMap(({ number, ours, stock, floor }) => [
      line(number, "druva", ours),
      ...(stock ? [line(number, "azuread", stock)] : []),
      line(number, "(terraform_data)", floor),
    ]),
  ].join("\n");
}
