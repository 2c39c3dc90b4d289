/** Two at once: deploys, a person's click, another stack, and a look during a rotation. */
import { druvaScim } from "../cli/druva-scim";
import { startPostgres } from "../workflows/postgres";
import { requestRotation } from "../../tour/request";
import { TerraformFolder } from "../../tour/terraform-folder";
import { type Acme, type BackendKind, PLAN, succeeded, withAcme, WRITE } from "./acme";
import { startRepository } from "./repository";
import type { Facts, Scenario } from "./scenario";
import { StackOfConstructs } from "./stack-of-constructs";

const PROBE = { host: "druva", method: "GET", path: "/insync/scim/Users" } as const;
const HEALTHY = { provision: "3 of 3", "plan at the end": 0 };

export function races(): readonly Scenario[] {
  return (["local", "pg"] as const).flatMap((backend) => [
    {
      ...{ group: "races", name: `two deploys at once, both wait for the lock (${backend})` },
      expected: { "exit codes": ["0", "0"], "tokens issued": 2, ...HEALTHY },
      run: () => withAcme(backend, "handover", (acme) => twoDeploys(acme, "-lock-timeout=60s")),
    },
    {
      ...{ group: "races", name: `two deploys at once, none waits for the lock (${backend})` },
      expected: { "exit codes": ["0", "1"], "tokens issued": 2, ...HEALTHY },
      run: () => withAcme(backend, "handover", (acme) => twoDeploys(acme)),
    },
    {
      ...{ group: "races", name: `two deploys at once, a command issues (${backend})` },
      expected: { "exit codes": ["0", "0"], "tokens issued": 2, ...HEALTHY },
      run: () => withAcme(backend, "command", (acme) => twoDeploys(acme, "-lock-timeout=60s")),
    },
    {
      ...{ group: "races", name: `somebody generates a token before Druva is asked (${backend})` },
      expected: { ...CLICKED, written: "none" },
      run: () => withAcme(backend, "handover", (acme) => click(acme, PROBE)),
    },
    {
      ...{ group: "races", name: `somebody generates a token while one is written (${backend})` },
      expected: CLICKED,
      run: () => withAcme(backend, "handover", (acme) => click(acme, WRITE)),
    },
    {
      ...{ group: "races", name: `two stacks for one tenant (${backend})` },
      expected: {
        "the other's plan": 2,
        "the other's deploy without the token": 1,
        "the other's deploy with it": 0,
        "tokens issued": 2,
        ...HEALTHY,
      },
      run: () => withAcme(backend, "handover", twoStacks),
    },
    {
      ...{ group: "races", name: `a look during druva-scim rotate (${backend})` },
      expected: {
        "exit code of rotate": 0,
        "exit code of the look": 2,
        "tokens issued": 2,
        "drift at the end": 0,
      },
      run: () => lookDuringRotate(backend),
    },
  ]) satisfies readonly Scenario[];
}

/** T2 was generated for the deploy, T3 by somebody else meanwhile. */
const CLICKED = {
  "exit code": 1,
  "plan afterwards": 2,
  "deploys to heal": 1,
  "tokens issued": 3,
  ...HEALTHY,
};

async function twoDeploys(acme: Acme, ...args: readonly string[]): Promise<Facts> {
  acme.synthesize(2);
  const token = acme.issuer === "handover" ? await acme.generate() : null;
  await acme.hold(WRITE); // so that both are under way
  const runs = await Promise.all([1, 2].map(() => acme.apply(token, ...args)));
  return {
    "exit codes": runs.map(({ exitCode }) => String(exitCode)).sort(),
    ...(await acme.facts()),
  };
}

async function click(acme: Acme, point: typeof PROBE | typeof WRITE): Promise<Facts> {
  acme.synthesize(2);
  const second = await acme.generate();
  await acme.control.journal.clear();
  await acme.hold(point);
  let third = "";
  const { exitCode } = await acme.during(acme.start(second), point, async () => {
    third = await acme.generate();
  });
  const { length } = await acme.control.journal.list(WRITE);
  const plan = await acme.plan();
  let deploys = 0;
  for (let code = 1; code !== 0 && deploys < 5; deploys++)
    code = (await acme.apply(third)).exitCode;
  return {
    "exit code": exitCode,
    written: length === 0 ? "none" : "some",
    "plan afterwards": plan.exitCode,
    "deploys to heal": deploys,
    ...(await acme.facts()),
  };
}

async function twoStacks(acme: Acme): Promise<Facts> {
  const other = await StackOfConstructs.on(acme.stack.repository, await ownDatabase(acme));
  acme.synthesize(1, other);
  const first = await acme.generate();
  succeeded(await acme.apply(first)); // taken over
  succeeded(await other.terraform(first).apply());
  acme.synthesize(2);
  const second = await acme.generate();
  succeeded(await acme.apply(second));
  const plan = await other.terraform().run(...PLAN);
  const without = await other.terraform().apply();
  const held = await acme.provisioning();
  const taken = await other.terraform(second).apply();
  const { "tokens issued": issued, ...facts } = await acme.facts();
  return {
    "the other's plan": plan.exitCode,
    "the other's deploy without the token": without.exitCode,
    "provisioning after that": String(held["provision"]),
    "the other's deploy with it": taken.exitCode,
    "tokens issued": Number(issued) - 1, // one for the second stack's start
    ...facts,
  };
}

/** The other stack's state is in the same server: its schema has the stack's name. */
async function ownDatabase({ postgres }: Acme): Promise<string | undefined> {
  if (postgres === undefined) return undefined;
  await postgres.query("create database other");
  return postgres.connection.replace("/states?", "/other?");
}

/** Of the tenant in druva-scim.yaml, without what a person enters. */
async function lookDuringRotate(backend: BackendKind): Promise<Facts> {
  const [repository, postgres] = await Promise.all([
    startRepository(),
    backend === "pg" ? startPostgres() : undefined,
  ]);
  const { control } = repository.sandbox;
  const env = postgres === undefined ? {} : { PG_CONN_STR: postgres.connection };
  try {
    const today = await repository.today();
    await repository.configure((config) => {
      if (postgres !== undefined) config.set("backend", { pg: { schema_name: "{stack}" } });
      config.setIn(["tenants", "acme", "issuedOn"], today);
      config.deleteIn(["tenants", "acme", "bindings", "okta", 1]);
    });
    const first = await control.generateToken("person");
    // Synthesizes and initializes, with the backend's credentials.
    const adopts = await druvaScim(repository, ["plan"], { env });
    if (adopts.code !== 2) throw new Error(adopts.errors);
    const stack = new TerraformFolder(repository.stackFolder, {
      ...repository.environment,
      ...env,
    });
    succeeded(await stack.with({ DRUVA_SCIM_TOKEN_ACME: first }).apply());
    await requestRotation(repository, 2, "yearly");

    let second = "";
    const rotate = druvaScim(repository, ["rotate", "--token-stdin", "--wait", "0"], {
      env,
      answer: (errors) =>
        errors.includes("Paste the token here.")
          ? control.generateToken("person").then(async (token) => {
              // Not before: the preflight saves what is saved already, and would meet it.
              await control.faults.add({ ...WRITE, delayMs: 6_000, count: 1 });
              return (second = token);
            })
          : undefined,
    });
    let isOver = false;
    void rotate.then(() => (isOver = true));
    while (!isOver && !(await control.faults.list()).some(({ seen }) => seen > 0)) {
      // The deploy is not there yet.
    }
    const look = await stack.run(...PLAN, "-lock=false");
    const { code = 1 } = await rotate;
    const drift = await druvaScim(repository, ["drift"], { env });
    return {
      "exit code of rotate": code,
      "exit code of the look": look.exitCode,
      "tokens issued": (await control.tokens()).length,
      "drift at the end": drift.code ?? 1,
      ...(code !== 0 && { said: (await rotate).errors.replaceAll(second, "(the token)") }),
    };
  } finally {
    await repository.stop();
    await postgres?.stop();
  }
}
