/** What may happen to a state, and to a plan that was saved. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint } from "../../sandbox/fingerprint";
import { type Acme, HOLDERS, isThere, succeeded, withAcme, WRITE } from "./acme";
import type { Facts, Scenario } from "./scenario";

const HEALTHY = { provision: "3 of 3", "plan at the end": 0 };
/** One for the start, one for the rotation. */
const NO_SECOND = { "tokens issued": 2, ...HEALTHY };
const REFUSED = { "exit code": 1, "state and bindings": "as before" };

export function state(): readonly Scenario[] {
  return (
    [
      {
        name: "the state's folder is read-only from the start, and a command would issue",
        expected: { ...REFUSED, "tokens issued meanwhile": 0, "deploys to heal": 1, ...NO_SECOND },
        run: () => withAcme("local", "command", lockFails),
      },
      {
        // Terraform refuses the push without -force, and one more deploy (without a second token) follows.
        name: "the state cannot be saved, and errored.tfstate is pushed back",
        short: true,
        expected: { "exit code": 1, "errored.tfstate": true, "deploys to heal": 1, ...NO_SECOND },
        run: () => withAcme("local", "handover", (acme) => saveFails(acme, "pushed")),
      },
      {
        name: "the state cannot be saved, and the next deploy gets the same token",
        expected: { "exit code": 1, "errored.tfstate": true, "deploys to heal": 1, ...NO_SECOND },
        run: () => withAcme("local", "handover", (acme) => saveFails(acme, "lost")),
      },
      {
        name: "the state cannot be saved, and a command has issued",
        expected: { "exit code": 1, "errored.tfstate": true, "deploys to heal": 1, ...NO_SECOND },
        run: () => withAcme("local", "command", (acme) => saveFails(acme, "lost")),
      },
      {
        name: "PostgreSQL is cut off between apply and save, and errored.tfstate is pushed back",
        expected: { "exit code": 1, "errored.tfstate": true, "deploys to heal": 0, ...NO_SECOND },
        run: () => withAcme("pg", "handover", (acme) => cutOff(acme, "pushed")),
      },
      {
        name: "PostgreSQL is cut off between apply and save, and a command has issued",
        expected: { "exit code": 1, "errored.tfstate": true, "deploys to heal": 1, ...NO_SECOND },
        run: () => withAcme("pg", "command", (acme) => cutOff(acme, "lost")),
      },
      {
        name: "a saved plan is applied twice",
        expected: { ...REFUSED, ...NO_SECOND },
        run: () => withAcme("local", "handover", (acme) => appliedLater(acme, "itself")),
      },
      {
        name: "a saved plan is applied after another deploy",
        expected: { ...REFUSED, ...NO_SECOND },
        run: () => withAcme("local", "handover", (acme) => appliedLater(acme, "another")),
      },
      {
        name: "a saved plan is applied after somebody has generated a token",
        expected: { ...REFUSED, "deploys to heal": 1, ...NO_SECOND, "tokens issued": 3 },
        run: () => withAcme("local", "handover", clickedSince),
      },
      {
        name: "the token in the state is replaced by hand",
        expected: {
          "plan shows it": true,
          "dead tokens written": 0,
          "deploys to heal": 1,
          ...HEALTHY,
        },
        run: () =>
          withAcme("local", "handover", (acme) => edited(acme, { token: "a-token-by-hand" })),
      },
      {
        name: "token and fingerprint in the state are replaced by hand",
        expected: {
          "plan shows it": true,
          "dead tokens written": 0,
          "deploys to heal": 1,
          ...HEALTHY,
        },
        run: () =>
          withAcme("local", "handover", (acme) =>
            edited(acme, { token: "by-hand", fingerprint: fingerprint("by-hand") }),
          ),
      },
      {
        name: "another Druva tenant's token is put into the state by hand",
        expected: { "plan shows it": true },
        run: () =>
          withAcme("local", "handover", async (acme) => {
            const token = await acme.control.generateForeignToken();
            return await edited(acme, { token, fingerprint: fingerprint(token) });
          }),
      },
      {
        name: "the generation in the state is lowered by hand",
        expected: { ...REFUSED, "plan shows it": true, "deploys to heal": 1, ...HEALTHY },
        run: () => withAcme("local", "handover", lowered),
      },
      {
        name: "the state of last week is restored, and the token is handed over again",
        expected: { "plan shows it": true, ...REFUSED, "deploys to heal": 1, ...NO_SECOND },
        run: () => withAcme("local", "handover", restored),
      },
      {
        // Nobody has the token of the state that is gone: one more is needed, and is issued once.
        name: "the state of last week is restored, and a command has issued the token since",
        expected: { "plan shows it": true, "deploys to heal": 1, ...NO_SECOND, "tokens issued": 3 },
        run: () => withAcme("local", "command", restoredByCommand),
      },
    ] satisfies readonly Omit<Scenario, "group">[]
  ).map((each) => ({ ...each, group: "state" }));
}

async function rotationFor(acme: Acme, generation = 2): Promise<string | null> {
  acme.synthesize(generation);
  return acme.issuer === "handover" ? await acme.generate() : null;
}

/** What the state and the bindings have, to be compared. */
async function snapshot({ stack, control }: Acme): Promise<string> {
  const held = (await control.holdings()).map(({ holder, fingerprint }) => [holder, fingerprint]);
  return JSON.stringify([stack.token(), held]);
}

/** Deploys with that token until a plan has nothing to do. */
async function healed(acme: Acme, token: string | null): Promise<Facts> {
  let deploys = 0;
  while (deploys < 4 && (await acme.plan()).exitCode !== 0) {
    await acme.apply(token);
    deploys++;
  }
  return { "deploys to heal": deploys, ...(await acme.facts()) };
}

/** Terraform cannot write down who holds the lock. */
async function lockFails(acme: Acme): Promise<Facts> {
  await rotationFor(acme);
  const before = await snapshot(acme);
  const inTheWay = join(acme.stack.stateFile, "..", ".terraform.tfstate.lock.info");
  await mkdir(inTheWay);
  const { exitCode } = await acme.apply();
  const { length } = await acme.control.tokens();
  await rm(inTheWay, { recursive: true });
  return {
    ...{ "exit code": exitCode, "tokens issued meanwhile": length - 1 },
    "state and bindings": (await snapshot(acme)) === before ? "as before" : "changed",
    ...(await healed(acme, null)),
  };
}

/** Terraform cannot write the state's backup, as in a folder that became read-only. */
async function saveFails(acme: Acme, then: "pushed" | "lost"): Promise<Facts> {
  const token = await rotationFor(acme);
  const inTheWay = `${acme.stack.stateFile}.backup`;
  await rm(inTheWay, { force: true });
  await mkdir(inTheWay);
  const run = await acme.apply(token);
  await rm(inTheWay, { recursive: true });
  return await afterwards(acme, run.exitCode, token, then);
}

async function cutOff(acme: Acme, then: "pushed" | "lost"): Promise<Facts> {
  const { postgres } = acme;
  if (postgres === undefined) throw new Error("There is no PostgreSQL.");
  const token = await rotationFor(acme);
  await acme.hold(WRITE);
  const { exitCode } = await acme.during(acme.start(token), WRITE, async () => {
    await postgres.query("alter database states set default_transaction_read_only = on");
    await postgres.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'states'",
    );
  });
  await postgres.query("set default_transaction_read_only = off");
  await postgres.query("alter database states set default_transaction_read_only = off");
  return await afterwards(acme, exitCode, token, then);
}

async function afterwards(
  acme: Acme,
  exitCode: number,
  token: string | null,
  then: "pushed" | "lost",
): Promise<Facts> {
  const errored = join(acme.stack.folder, "errored.tfstate");
  const isKept = await isThere(errored);
  if (isKept && then === "pushed") {
    // By force where the local file was written in part already: it then has the same serial.
    const terraform = acme.stack.terraform();
    if ((await terraform.run("state", "push", errored)).exitCode !== 0)
      succeeded(await terraform.run("state", "push", "-force", errored));
  }
  await rm(errored, { force: true });
  return { "exit code": exitCode, "errored.tfstate": isKept, ...(await healed(acme, token)) };
}

async function appliedLater(acme: Acme, first: "itself" | "another"): Promise<Facts> {
  const token = await rotationFor(acme);
  const plan = join(acme.stack.folder, "saved.tfplan");
  await acme.plan(`-out=${plan}`);
  succeeded(await acme.apply(token, ...(first === "itself" ? [plan] : [])));
  const before = await snapshot(acme);
  const { exitCode } = await acme.apply(token, plan);
  await rm(plan);
  return {
    "exit code": exitCode,
    "state and bindings": (await snapshot(acme)) === before ? "as before" : "changed",
    ...(await acme.facts()),
  };
}

async function clickedSince(acme: Acme): Promise<Facts> {
  const token = await rotationFor(acme);
  const plan = join(acme.stack.folder, "saved.tfplan");
  await acme.plan(`-out=${plan}`);
  const third = await acme.generate();
  const before = await snapshot(acme);
  const { exitCode } = await acme.apply(token, plan);
  await rm(plan);
  return {
    "exit code": exitCode,
    "state and bindings": (await snapshot(acme)) === before ? "as before" : "changed",
    ...(await healed(acme, third)),
  };
}

/** Pushes the state with other attributes of its token. */
async function push(acme: Acme, change: object): Promise<void> {
  const terraform = acme.stack.terraform();
  const pulled = JSON.parse(await terraform.output("state", "pull")) as {
    serial: number;
    resources: { type: string; instances: { attributes: object }[] }[];
  };
  pulled.serial++;
  for (const { type, instances } of pulled.resources)
    if (type === "druva_scim_token")
      for (const each of instances) each.attributes = { ...each.attributes, ...change };
  const file = join(acme.stack.folder, "by-hand.json");
  await writeFile(file, JSON.stringify(pulled));
  succeeded(await terraform.run("state", "push", "-force", file));
  await rm(file);
}

async function edited(acme: Acme, change: object): Promise<Facts> {
  const living = await acme.generate(); // so that somebody has it
  succeeded(await acme.apply(living));
  await push(acme, change);
  const plan = await acme.plan();
  await acme.apply();
  const fingerprints = [fingerprint(living)];
  const held = await Promise.all(HOLDERS.map((each) => acme.control.holding(each)));
  const dead = held.filter((each) => !fingerprints.includes(each.fingerprint ?? "")).length;
  const warned = plan.diagnostics.filter(({ summary }) => !summary.includes("unmanaged-holder"));
  return {
    "plan shows it": plan.exitCode !== 0 || warned.length > 0,
    "exit code of the plan": plan.exitCode,
    "dead tokens written": dead,
    ...(await healed(acme, living)),
  };
}

/** The rotation seems to be outstanding: a person is asked for a token, and nothing is written. */
async function lowered(acme: Acme): Promise<Facts> {
  const token = await rotationFor(acme);
  succeeded(await acme.apply(token));
  await push(acme, { generation: 1 });
  const before = await snapshot(acme);
  const plan = await acme.plan();
  const { exitCode } = await acme.apply();
  const unchanged = (await snapshot(acme)) === before;
  const third = await acme.generate();
  return {
    "plan shows it": plan.exitCode === 2,
    "exit code": exitCode,
    "state and bindings": unchanged ? "as before" : "changed",
    ...(await healed(acme, third)),
  };
}

/** The state before the rotation comes back, as from a backup. */
async function lastWeeks(acme: Acme): Promise<string | null> {
  const old = await acme.stack.terraform().output("state", "pull");
  const token = await rotationFor(acme);
  succeeded(await acme.apply(token));
  succeeded(await acme.apply()); // the journal is done with it
  await acme.control.clock.advance({ days: 7 });
  const file = join(acme.stack.folder, "last-week.json");
  await writeFile(file, old);
  succeeded(await acme.stack.terraform().run("state", "push", "-force", file));
  await rm(file);
  return token;
}

async function restored(acme: Acme): Promise<Facts> {
  const token = await lastWeeks(acme);
  const before = await snapshot(acme);
  const plan = await acme.plan();
  const { exitCode } = await acme.apply();
  return {
    "plan shows it": plan.exitCode === 2,
    "exit code": exitCode,
    "state and bindings": (await snapshot(acme)) === before ? "as before" : "changed",
    ...(await healed(acme, token)),
  };
}

async function restoredByCommand(acme: Acme): Promise<Facts> {
  await lastWeeks(acme);
  const plan = await acme.plan();
  return { "plan shows it": plan.exitCode === 2, ...(await healed(acme, null)) };
}
