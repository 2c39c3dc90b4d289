/** Somebody ends a process at a known point of a rotation; then a deploy follows. */
import { execFileSync, spawn } from "node:child_process";
import { constants, readlinkSync, readdirSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { FaultRequest } from "../../sandbox/control/types";
import {
  ENGINEERING,
  ENTRA_ENGINEERING,
  ENTRA_SALES,
  OKTA_API,
  OTHER_IDP,
  SALES,
  TENANT,
} from "../../tour/acme";
import { processesBelow, PROVIDER } from "../../tour/processes";
import type { Run } from "../../tour/run-program";
import { open as openJournal } from "../../provider/rotation/journal";
import { ALWAYS, heal, TOKENS_ISSUED } from "./healing";
import { HeldIssuer, isRunning, type Stage } from "./held-issuer";
import { LastStack, type RotatingStack, type Shape, type Starting } from "./rotating-stack";
import type { Facts, Scenario } from "./scenario";
import { StateServer } from "./state-server";
import { until } from "./until";

type IssuerKind = "handover" | "command";

const AN_HOUR_MS = 3_600_000;

const VICTIMS = {
  "druva provider": "druva",
  Terraform: "druva",
  azuread: "stock",
  okta: "stock",
  null: "stock",
  "process group": "all",
  everything: "all",
} satisfies Readonly<Record<string, Starting>>;
type Victim = keyof typeof VICTIMS;
type Signal = "SIGKILL" | "SIGTERM";
type Kill = readonly [Victim, Signal];

/** Where a program of a stock provider is. */
const STOCK: Readonly<Partial<Record<Victim, string>>> = {
  azuread: "terraform-provider-azuread",
  okta: "terraform-provider-okta",
  null: "terraform-provider-null",
};

const DRUVA_KILLED: Kill = ["druva provider", "SIGKILL"];
const DRUVA_ENDED: Kill = ["druva provider", "SIGTERM"];
const TERRAFORM_KILLED: Kill = ["Terraform", "SIGKILL"];
const TERRAFORM_ENDED: Kill = ["Terraform", "SIGTERM"];
const GROUP: Kill = ["process group", "SIGKILL"];
const EVERYTHING: Kill = ["everything", "SIGKILL"];
const OURS: readonly Kill[] = [DRUVA_KILLED, DRUVA_ENDED, TERRAFORM_KILLED, TERRAFORM_ENDED];

interface Point {
  readonly name: string;
  readonly issuers: readonly IssuerKind[];
  readonly kills: readonly Kill[];
  /** A request is kept waiting; before: it is in the preflight, so the command has not been called. */
  readonly request?: FaultRequest & { readonly before?: true };
  readonly stage?: Stage;
  readonly journal?: true;
  readonly save?: true;
  readonly backend?: "http";
  /** What the command does when it is called again. */
  readonly honoursId?: true;
  readonly expected?: Facts;
  readonly note?: string;
  readonly short?: Kill;
}

const ONLY_THE_COMMAND_KNEW =
  "The machine stops after the command has issued a token and before it has printed it: nobody else knows that token, and Druva has no way to ask for it. A command that honours DRUVA_ROTATION_ID prints it again; any other issues a second one. Time to detection: the deploy is gone, and the next one heals.";

const BOTH = ["handover", "command"] as const;
const users = { host: "druva", method: "GET", path: "*/Users" } as const;
const graph = (method: string, id: string, what: string) =>
  ({
    host: "entra",
    method,
    path: `/v1.0/servicePrincipals/${id}/synchronization/${what}`,
  }) as const;
const okta = (method: string, what = ""): FaultRequest =>
  ({
    ...({ host: "okta", method } as const),
    path: `/api/v1/apps/0oaDruvaApi/connections/default${what}`,
  }) as const;
const otherIdp = (method: string, path: string) => ({ host: "other-idp", method, path }) as const;

const LOST = { drop: true } as const;

const POINTS: readonly Point[] = [
  {
    name: "as Druva is asked about the old token",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_ENDED],
    request: { ...users, before: true },
  },
  {
    name: "as the preflight tests a binding",
    issuers: ["command"],
    kills: [DRUVA_KILLED, TERRAFORM_ENDED],
    request: { ...graph("POST", ENGINEERING, "jobs/*"), before: true },
  },
  {
    name: "as the preflight saves a binding's settings again",
    issuers: ["command"],
    kills: [DRUVA_ENDED, TERRAFORM_KILLED],
    request: { ...graph("PUT", ENGINEERING, "secrets"), before: true },
  },
  {
    name: "before the journal's intent",
    issuers: ["command"],
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    journal: true,
    request: { ...graph("PUT", ENGINEERING, "secrets"), before: true },
  },
  {
    name: "after the journal's intent, before the command issues",
    issuers: ["command"],
    kills: [...OURS, GROUP, EVERYTHING],
    stage: "called",
  },
  {
    name: "after the command has issued, before it prints",
    issuers: ["command"],
    kills: OURS,
    stage: "issued",
  },
  {
    name: "after the command has issued, before it prints (a command that does not know its id again)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "issued",
    expected: { [TOKENS_ISSUED]: 2 },
    note: ONLY_THE_COMMAND_KNEW,
  },
  {
    name: "after the command has issued, before it prints (a command that honours DRUVA_ROTATION_ID)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "issued",
    honoursId: true,
  },
  {
    name: "after the command has printed half of its answer",
    issuers: ["command"],
    kills: OURS,
    stage: "printed half",
  },
  {
    name: "after the command has printed half of its answer (a command that does not know its id again)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "printed half",
    expected: { [TOKENS_ISSUED]: 2 },
    note: ONLY_THE_COMMAND_KNEW,
  },
  {
    name: "after the command has printed half of its answer (a command that honours DRUVA_ROTATION_ID)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "printed half",
    honoursId: true,
  },
  {
    name: "after the command has printed its answer, while it runs",
    issuers: ["command"],
    kills: [...OURS, EVERYTHING],
    stage: "printed all",
  },
  {
    name: "after the command's end, before the journal has the token",
    issuers: ["command"],
    kills: [DRUVA_KILLED, EVERYTHING],
    stage: "exited",
    short: DRUVA_KILLED,
  },
  {
    name: "as Druva is asked about the new token",
    issuers: BOTH,
    kills: [...OURS, GROUP],
    request: users,
  },
  {
    name: "as Druva is asked about the old token again",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    request: { ...users, skip: 1 },
  },
  {
    name: "before the journal's handed-over",
    issuers: ["handover"],
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    journal: true,
    request: users,
  },
  {
    name: "as Terraform saves the state with the token",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, DRUVA_KILLED],
    save: true,
  },
  {
    name: "before druva writes the token into Entra",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    request: graph("GET", ENGINEERING, "secrets"),
  },
  {
    name: "as druva writes the token into Entra, which does not get it",
    issuers: BOTH,
    kills: OURS,
    request: { ...graph("PUT", ENGINEERING, "secrets"), ...LOST },
    short: TERRAFORM_ENDED,
  },
  {
    name: "as druva writes the token into Entra, which gets it",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    request: graph("PUT", ENGINEERING, "secrets"),
  },
  {
    name: "as Entra tests what druva wrote",
    issuers: BOTH,
    kills: [DRUVA_ENDED, TERRAFORM_KILLED],
    request: graph("POST", ENGINEERING, "jobs/*"),
  },
  {
    name: "as azuread writes the token into Entra, which does not get it",
    issuers: BOTH,
    kills: [["azuread", "SIGKILL"], ["azuread", "SIGTERM"], TERRAFORM_KILLED],
    request: { ...graph("PUT", SALES, "secrets"), ...LOST },
  },
  {
    name: "as azuread writes the token into Entra, which gets it",
    issuers: BOTH,
    kills: [["azuread", "SIGKILL"], TERRAFORM_ENDED],
    request: graph("PUT", SALES, "secrets"),
  },
  {
    name: "as Entra tests what azuread wrote",
    issuers: BOTH,
    kills: [DRUVA_KILLED],
    request: graph("POST", SALES, "jobs/*"),
  },
  {
    name: "as okta saves the connection, which is not saved",
    issuers: BOTH,
    kills: [["okta", "SIGKILL"], ["okta", "SIGTERM"], TERRAFORM_KILLED],
    request: { ...okta("POST"), ...LOST },
  },
  {
    name: "as okta saves the connection, which is saved",
    issuers: BOTH,
    kills: [["okta", "SIGKILL"]],
    request: okta("POST"),
  },
  {
    name: "as okta activates the connection",
    issuers: BOTH,
    kills: [
      ["okta", "SIGKILL"],
      ["okta", "SIGTERM"],
    ],
    request: okta("POST", "/lifecycle/activate"),
  },
  {
    name: "as a command writes the token, which is not saved",
    issuers: BOTH,
    kills: [["null", "SIGKILL"], TERRAFORM_KILLED],
    request: { ...otherIdp("PUT", "/connection"), ...LOST },
  },
  {
    name: "as a command writes the token, which is saved",
    issuers: BOTH,
    kills: [["null", "SIGKILL"]],
    request: otherIdp("PUT", "/connection"),
  },
  {
    name: "as a command tests the token",
    issuers: BOTH,
    kills: [DRUVA_KILLED],
    request: otherIdp("POST", "/connection/test"),
  },
  {
    name: "state elsewhere: as Druva is asked about the new token",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, TERRAFORM_ENDED, DRUVA_KILLED],
    request: users,
    backend: "http",
  },
  {
    name: "state elsewhere: as druva writes the token into Entra, before anything is saved",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, TERRAFORM_ENDED],
    request: { ...graph("PUT", ENGINEERING, "secrets"), ...LOST },
    backend: "http",
  },
  {
    name: "state elsewhere: as Terraform saves the state at the end",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, EVERYTHING],
    save: true,
    backend: "http",
  },
];

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

  const hold = new Hold(stack, point, oldToken);
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

/** What keeps the rotation at its point. */
class Hold {
  private fifo: { readonly file: string; readonly handle?: FileHandle } | undefined;
  private fault: string | undefined;

  constructor(
    private readonly stack: RotatingStack,
    private readonly point: Point,
    private readonly oldToken: string,
  ) {}

  /** For Terraform. */
  get args(): readonly string[] {
    return this.fifo !== undefined && this.point.save ? [`-backup=${this.fifo.file}`] : [];
  }

  /** `issuer`: a handover's apply asks Druva about the old token first. */
  async arm(issuer: IssuerKind): Promise<void> {
    const { request, save, backend } = this.point;
    if (save) {
      if (backend === "http") stateServer?.hold();
      return;
    }
    if (request === undefined) return;
    const { before, skip = 0, ...fault } = request;
    const isLater = issuer === "handover" && !before && fault.path === users.path;
    const held = { ...fault, delayMs: AN_HOUR_MS, count: 1, skip: skip + (isLater ? 1 : 0) };
    this.fault = (await this.stack.control.faults.add(held)).id;
  }

  async reached(terraform: number): Promise<void> {
    if (this.point.save) return await this.saveReached(terraform);
    if (this.fault === undefined) return;
    const { faults } = this.stack.control;
    await until(async () =>
      (await faults.list()).some(({ id, seen }) => id === this.fault && seen > 0),
    );
    if (this.point.journal) await this.holdJournal();
  }

  /** Whoever reads the entry next waits for what is never written. */
  private async holdJournal(): Promise<void> {
    const { file } = openJournal(this.stack.journal, {
      tenant: TENANT,
      scimUrl: this.stack.repository.environment["DRUVA_SCIM_URL"] ?? "",
      priorFingerprint: this.oldToken,
    });
    await mkdir(this.stack.journal, { recursive: true, mode: 0o700 });
    execFileSync("mkfifo", ["-m", "600", file]);
    this.fifo = { file };
    await this.stack.control.faults.clear();
    // Until somebody has opened it for reading.
    this.fifo = { file, handle: await open(file, "w") };
  }

  private async saveReached(terraform: number): Promise<void> {
    if (this.point.backend === "http") return await until(() => stateServer?.isHeld === true);
    const file = this.fifo?.file;
    await until(() => openFilesOf(terraform).some((each) => each === file));
  }

  async release(): Promise<void> {
    await this.stack.control.faults.clear();
    stateServer?.letGo();
    if (this.point.save && this.fifo !== undefined) await emptied(this.fifo.file);
    await this.fifo?.handle?.close();
    if (this.fifo !== undefined) rmSync(this.fifo.file, { force: true });
    this.fifo = undefined;
  }

  /** A pipe that is full: the old state's backup, which is written first, does not end. */
  async fill(): Promise<void> {
    if (!this.point.save || this.point.backend === "http") return;
    const file = join(this.stack.repository.sandbox.directory, "backup");
    execFileSync("mkfifo", ["-m", "600", file]);
    const handle = await open(file, constants.O_RDWR | constants.O_NONBLOCK);
    this.fifo = { file, handle };
    const chunk = Buffer.alloc(4096, " ");
    for (let isFull = false; !isFull;) await handle.write(chunk).catch(() => (isFull = true));
  }
}

/** Whoever writes into the pipe goes on; what empties it ends with the last of them. */
async function emptied(file: string): Promise<void> {
  const { pid = 0 } = spawn("cat", [file], { stdio: "ignore" });
  await until(() => openFilesOf(pid).some((each) => each === file));
}

function openFilesOf(pid: number): readonly string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(join(folder, name))];
      } catch {
        return []; // closed in the meantime
      }
    });
  } catch {
    return [];
  }
}
