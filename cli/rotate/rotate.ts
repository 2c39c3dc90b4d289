/**
 * `druva-scim rotate`: for the person with Druva's console open. Everything is looked at while the
 * present token lives; the new one is checked before anything is written; then it is deployed, and
 * each binding is seen to work.
 */
import type { Probe } from "../../provider/rotation/probe";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";
import { isPromptLeft } from "../terminal/prompt-left";
import { tokenInState, runPreflight } from "../outlook/preflight";
import { planStack } from "../outlook/tenant-outlooks";
import { preflightText } from "../show/preflight-text";
import type { TenantState } from "../terraform/tenant-state";
import { configurationOf } from "./configuration";
import { deploy } from "./deploy";
import { finish, type RotationOutcome } from "./finish";
import { interruption } from "./interruption";
import type { Journey } from "./journey";
import { watchOldToken } from "./old-token";
import { waitForOtherDeploys } from "./other-deploys";
import { type Given, receive } from "./receive";
import { taskOf } from "./task";
import type { TokenSource } from "./token-source";
import { introduction, stepsInConsole, takenOver } from "./instructions";
import { askForItsDay } from "./its-day";
import { clientsOf } from "../workspace/tenant-clients";
import type { Terminal } from "../terminal/terminal";
import { openStack } from "../terraform/stack";
import type { Tenant } from "../workspace/workspace";

interface RotateOptions {
  /** Null: there is nobody to ask. */
  readonly source: TokenSource | null;
  /** For apps that a person sets: how long to wait until Okta's log shows that they work. */
  readonly waitMinutes: number;
}

interface RotateSurroundings {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Null where there was nothing to do. Throws a CliError that says how to go on. */
export async function runRotation(
  tenant: Tenant,
  { source, waitMinutes }: RotateOptions,
  { terminal, signal }: RotateSurroundings,
): Promise<RotationOutcome | null> {
  const { kind: issuer } = tenant.settings.issuer ?? { kind: "handover" };
  if (issuer === "handover" && source === null) {
    throw new CliError("There is no terminal to ask for the token.", {
      exitCode: EXIT.usage,
      todo: "Give it on standard input: druva-scim rotate --token-stdin",
    });
  }
  // Without the signal: where things stand is to be read after Ctrl-C too.
  const stack = await openStack(tenant, { terminal });
  const clients = clientsOf(tenant);
  const journey: Journey = {
    tenant,
    stack,
    clients,
    terminal,
    configuration: await configurationOf(stack),
    signal,
    stage: "looking",
    old: null,
  };
  try {
    return await travel(journey, source, waitMinutes);
  } catch (error) {
    if (!signal.aborted && !isPromptLeft(error)) throw error;
    throw await interruption(journey);
  }
}

async function travel(
  journey: Journey,
  source: TokenSource | null,
  waitMinutes: number,
): Promise<RotationOutcome | null> {
  const { tenant, stack, clients, terminal, signal } = journey;
  signal.throwIfAborted();
  const { outlook, state: prior } = await planStack(stack, signal);
  signal.throwIfAborted();
  if (prior === null && outlook.exitCode !== 1) await stack.state(); // says that there is none
  const present = prior?.token.secret ?? null;
  const ask = (each: AbortSignal): Promise<Probe> =>
    present === null
      ? Promise.resolve(noToken(clients.clock.now()))
      : clients.scim.probe(present.reveal(), each);
  const probe = await ask(signal);
  const task = taskOf(outlook, probe);
  if (task.kind === "refuse") throw new CliError(task.why, task);
  terminal.remark(introduction(outlook, task));
  if (task.kind === "nothing" || prior === null) return null;

  let given: Given | null = null;
  if (task.kind === "issue" || task.kind === "hand over") {
    const byHand = await passPreflight(journey, prior);
    if (task.kind === "hand over") {
      await waitForOtherDeploys(stack, prior.token);
      journey.stage = "generating";
      journey.old = watchOldToken(ask, probe);
      try {
        terminal.remark(stepsInConsole(task.wanted, tenant.name, byHand));
        given = await receive(journey, source, prior);
      } finally {
        await journey.old.stop();
      }
    }
  }
  if (task.kind !== "wait") await deploy(journey, outlook, given);
  const outcome = await finish(journey, outlook, { waitMinutes, given });
  if (present === null && (given?.warnings.length ?? 0) > 0) {
    terminal.remark(takenOver(tenant.name));
  }
  if (task.kind === "hand over" && task.wanted !== "new") {
    await askForItsDay(journey, outcome, source);
  }
  return outcome;
}

/**
 * What is not proven is said, and stops nothing: without a working token nothing can be. Returns the
 * steps by hand: they come with the others.
 */
async function passPreflight(
  { tenant, terminal, signal }: Journey,
  prior: TenantState,
): Promise<readonly string[]> {
  const { byHand, ...found } = await terminal.during("trying everything that holds the token", () =>
    runPreflight(tenant, tokenInState(prior), signal),
  );
  terminal.remark(preflightText({ ...found, byHand: [] }, terminal));
  if (found.readiness !== "not ready") return byHand;
  throw new CliError(
    "Not everything is ready. Nothing was changed; the present token still works.",
    {
      todo: "Fix what is listed above, and run this again: druva-scim preflight tries it alone.",
    },
  );
}

function noToken(at: Date): Probe {
  return { verdict: "unreachable", message: "no token is known yet", at };
}
