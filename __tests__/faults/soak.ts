/** A year of nights, with the rotations that it asks for. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { HolderId } from "../../sandbox/control/types";
import { openFilesOf } from "./open-files";
import type { Facts, Scenario } from "./scenario";
import { StackOfConstructs, type RotationOf } from "./stack-of-constructs";
import { until } from "./until";

const NIGHTS = 365;
/** Until then a heap grows to the size that the nights need. */
const HALF = Math.floor(NIGHTS / 2);
/** Short, so that the year has several rotations: Druva's own tokens live longer. */
const POLICY = { lifetimeDays: 90, rotateBeforeDays: 30 };
const APPLICATION = "00000000-0000-0000-0000-0000000000aa";
const APP = "0oaDruvaApi";
const HOLDERS: readonly HolderId[] = [`entra/${APPLICATION}`, `okta/${APP}`];
/** Compared with what the provider had after half of them. */
const MOST_GROWTH = 1.2;

const attached = z.record(z.string(), z.object({ Pid: z.number() }));

export function soak(): readonly Scenario[] {
  return [
    {
      group: "soak",
      name: `${NIGHTS} nights with a plan each, and a rotation whenever one is due`,
      expected: {
        "nights with a finding beside due": 0,
        "tokens beyond need": 0,
        "cycles that failed": 0,
        "memory stays level": true,
        "handles stay level": true,
      },
      run: year,
    },
  ];
}

/** A plan each night. */
async function year(): Promise<Facts> {
  const stack = await StackOfConstructs.start();
  const { control } = stack;
  try {
    let generation = 1;
    const synthesize = async () => {
      const request = { generation, reason: "it is due", date: await stack.repository.today() };
      const rotation: RotationOf = {
        ...{ begin: "adopt", issuedOn: since, policy: POLICY },
        ...(generation > 1 && { rotationRequest: request }),
        entra: [{ id: APPLICATION }],
        okta: [{ id: APP }],
      };
      stack.synthesize(rotation);
    };
    const since = await stack.repository.today();
    await synthesize();
    await deployed(stack, await control.generateToken("person"));

    let [strange, failed] = [0, 0];
    const before: Measured[] = [];
    const after: Measured[] = [];
    for (let night = 1; night <= NIGHTS; night += 1) {
      await control.clock.advance({ days: 1 });
      for (const holder of HOLDERS)
        if ((await control.cycle(holder)).outcome !== "created") failed++;
      const plan = await stack
        .terraform()
        .run("plan", "-json", "-input=false", "-detailed-exitcode");
      const codes = plan.diagnostics.map(({ summary }) => /\[([a-z-]+)\]$/.exec(summary)?.[1]);
      const isDue = codes.includes("token-due");
      const isStrange = codes.some((code) => code !== "token-due" && code !== "unmanaged-holder");
      if (plan.exitCode !== 0 || isStrange) strange++;
      if (isDue) {
        generation++;
        await synthesize();
        await deployed(stack, await control.generateToken("person"));
      }
      const week = night > NIGHTS - 7 ? after : night > HALF - 7 && night <= HALF ? before : null;
      week?.push(await whenIdle(providerOf(stack)));
    }
    const issued = (await control.tokens()).length;
    return {
      nights: NIGHTS,
      rotations: generation - 1,
      "tokens issued": issued,
      "tokens beyond need": issued - generation,
      "nights with a finding beside due": strange,
      "cycles that failed": failed,
      ...levels(before, after),
    };
  } finally {
    await stack.stop();
  }
}

async function deployed(stack: StackOfConstructs, token: string): Promise<void> {
  const { exitCode, output } = await stack.terraform(token).apply();
  if (exitCode !== 0) throw new Error(output.replaceAll(token, "(the token)"));
}

function providerOf({ repository }: StackOfConstructs): number {
  const text = repository.environment["TF_REATTACH_PROVIDERS"] ?? "{}";
  const druva = attached.parse(JSON.parse(text))["terraform.local/druva-scim/druva"];
  if (druva === undefined) throw new Error("The druva provider is not attached.");
  return druva.Pid;
}

interface Measured {
  /** Megabytes. */
  readonly memory: number;
  readonly handles: number;
}

/** Connections to vendors stay open for some seconds: how many depends on how fast the nights pass. */
async function whenIdle(pid: number): Promise<Measured> {
  await until(() => connections(pid) === 0);
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(ofProcess(pid, "status"))?.[1]);
  return { memory: Math.round(kilobytes / 1024), handles: openFilesOf(pid).length };
}

function connections(pid: number): number {
  const open = openFilesOf(pid);
  const sockets = (ofProcess(pid, "net/tcp") + ofProcess(pid, "net/tcp6"))
    .split("\n")
    .map((line) => `socket:[${line.trim().split(/\s+/)[9]}]`);
  return sockets.filter((each) => open.includes(each)).length;
}

function ofProcess(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, "utf8");
}

function levels(...weeks: readonly (readonly Measured[])[]): Facts {
  const level = (what: keyof Measured) => weeks.map((week) => median(week.map((at) => at[what])));
  const [memory, handles] = [level("memory"), level("handles")];
  const isLevel = ([before = 0, after = Infinity]: readonly number[]) =>
    after < before * MOST_GROWTH;
  return {
    "memory stays level": isLevel(memory),
    "handles stay level": isLevel(handles),
    "memory after half a year and at the end": memory.map((each) => `${each} MB`).join(", "),
    "handles after half a year and at the end": handles.join(", "),
  };
}

/** Of a week: a garbage collector has its own times. */
function median(values: readonly number[]): number {
  const inOrder = [...values].sort((left, right) => left - right);
  return inOrder[Math.floor(inOrder.length / 2)] ?? Number.NaN;
}
