/** Somebody ends a process at a known point of a rotation; then a deploy follows. */
import { join } from "node:path";
import { ENTRA_ENGINEERING, ENTRA_SALES, OKTA_API, OTHER_IDP } from "../../tour/acme";
import { processesBelow, PROVIDER } from "../../tour/processes";
import type { Run } from "../../tour/run-program";
import { ALWAYS, heal } from "./healing";
import { HeldIssuer, isRunning } from "./held-issuer";
import { Hold } from "./hold";
import {
  type IssuerKind,
  type Kill,
  type Point,
  POINTS,
  type Signal,
  STOCK,
  type Victim,
  VICTIMS,
} from "./kill-points";
import { LastStack, type RotatingStack, type Shape } from "./rotating-stack";
import type { Facts, Scenario } from "./scenario";
import { StateServer } from "./state-server";
import { until } from "./until";

const HOLDERS = [ENTRA_ENGINEERING, ENTRA_SALES, OKTA_API, OTHER_IDP] as const;
const LOCAL: Shape = { holders: HOLDERS, started: true };
const lastStack = new LastStack();
let stateServer: StateServer | undefined;
let elsewhere: Shape | undefined;

export async function endKills(): Promise<void> {
  await lastStack.end();
  await stateServer?.stop();
  stateServer = undefined;
  elsewhere = undefined;
}

/** The first kill of each point comes first: a run that is ended early has been everywhere. */
export function kills(): readonly Scenario[] {
  const first = POINTS.map((point) => ({ ...point, kills: point.kills.slice(0, 1) }));
  const others = POINTS.map((point) => ({ ...point, kills: point.kills.slice(1) }));
  return [first, others].flatMap((points) => points.flatMap(at));
}

function at(point: Point): readonly Scenario[] {
  return point.issuers.flatMap((issuer) =>
    point.kills.map((kill) => {
      const [victim, signal] = kill;
      const isShort = point.short?.[0] === victim && point.short[1] === signal;
      return {
        group: "kills" as const,
        name: `${issuer}: ${point.name}: ${signal} to ${victim}`,
        row: `${issuer}: ${point.name}`,
        column: `${victim}, ${signal}`,
        ...(point.note !== undefined && { note: point.note }),
        short: isShort && issuer === point.issuers[0],
        expected: { ...ALWAYS, "the point was reached": true, ...point.expected },
        run: () => killed(point, issuer, kill),
      };
    }),
  );
}

async function stackOf({ backend }: Point): Promise<RotatingStack> {
  if (backend === undefined) return await lastStack.of(LOCAL);
  stateServer ??= await StateServer.start();
  elsewhere ??= {
    holders: HOLDERS,
    started: true,
    backend: { http: { address: stateServer.address } },
    backendState: stateServer,
  };
  return await lastStack.of(elsewhere);
}

async function killed(point: Point, issuer: IssuerKind, [victim, signal]: Kill): Promise<Facts> {
  const stack = await stackOf(point);
  const { control } = stack;
  const command = new HeldIssuer(
    join(stack.repository.sandbox.directory, "issuer"),
    control,
    point.honoursId ?? false,
  );
  await stack.request(issuer === "command" ? command.issuer : { kind: "handover" });
  const tokensBefore = (await control.tokens()).length;
  const oldToken = await stack.living();
  const variables = issuer === "handover" ? await stack.generate() : {};
  const planned = await stack.planToApply(variables);
  if (planned.exitCode !== 2) throw new Error(`The plan exits ${planned.exitCode}.`);

  const hold = new Hold(stack, point, oldToken, stateServer);
  try {
    await hold.fill();
    if (issuer === "handover" || point.request?.before) await hold.arm(issuer);
    const run = stack.startApply(VICTIMS[victim], variables, ...hold.args);
    let isOver = false;
    void run.finished.then(() => (isOver = true));
    const reached = (async () => {
      if (issuer === "command" && !point.request?.before) {
        await command.reach(point.stage ?? "called");
        if (point.stage === undefined) {
          await hold.arm(issuer);
          await command.finish();
        }
      }
      await hold.reached(run.pid);
      return true;
    })();
    const isReached = await Promise.race([reached, run.finished.then(() => false)]);

    const tree = [run.pid, ...(await processesBelow(run.pid)).map(({ pid }) => pid)];
    if (isReached) {
      for (const pid of await victims(victim, run.pid)) send(pid, signal);
      if (victim === "everything" && issuer === "command" && command.calls > 0)
        await endCommand(command.pid);
    }
    await hold.release();
    await command.finish();
    await until(() => isOver || !isRunning(run.pid));
    await until(() => !tree.some(isRunning));
    const deploy: Run | null =
      victim === "druva provider" || STOCK[victim] ? await run.finished : null;
    const facts = await heal({ stack, tokensBefore, oldToken, deploy, variables });
    return { ...facts, "the point was reached": isReached, "command called": command.calls };
  } finally {
    await hold.release();
  }
}

async function victims(victim: Victim, terraform: number): Promise<readonly number[]> {
  if (victim === "Terraform") return [terraform];
  if (victim === "process group") return [-terraform];
  const below = await processesBelow(terraform);
  if (victim === "everything") return [terraform, ...below.map(({ pid }) => pid)];
  const program = STOCK[victim] ?? PROVIDER;
  const found = below.filter(({ command }) => command.includes(program));
  if (found.length === 0) throw new Error(`No process of Terraform's is ${victim}.`);
  return found.map(({ pid }) => pid);
}

async function endCommand(pid: number): Promise<void> {
  send(pid, "SIGKILL");
  await until(() => !isRunning(pid));
}

function send(pid: number, signal: Signal): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended with another one.
  }
}
