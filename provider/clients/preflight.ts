/**
 * Is everything in place that a rotation needs, while the old token is still alive? Each consumer is
 * looked at, and all that is found is listed together.
 */
import { ProviderError } from "../framework/diagnostics";
import type { Clients } from "./clients";
import { ENTER_TOKEN } from "./okta-admin-console";
import { checkCommand } from "./preflight-command";
import { type Check, type Consumer, type Finding, nameOf } from "./preflight-finding";
import { checkEntra, entraHolders } from "./preflight-entra";
import { checkOkta, oktaHolders } from "./preflight-okta";

export type { Consumer, Finding };

/** Consumers are looked at this many at a time: vendors throttle. */
const AT_A_TIME = 8;

/**
 * Never throws for what vendors do, nor for what the provider's configuration lacks: whatever cannot
 * be checked is a finding of the consumer that needs it.
 */
export async function preflight(
  consumers: readonly Consumer[],
  clients: Clients,
  { requireAllBound }: { readonly requireAllBound: boolean },
  signal: AbortSignal,
): Promise<Finding[]> {
  const checks = await inParallel(consumers, AT_A_TIME, (each) =>
    check(each, clients, signal).catch((error: unknown) => notChecked(each, error)),
  );
  const kin = kinOf(consumers, checks);
  const unmanaged = await inParallel(kin, AT_A_TIME, (each) =>
    holdersBeside(each, consumers, clients, requireAllBound, signal),
  );
  return [...checks.flatMap(({ findings }) => findings), ...unmanaged.flat()];
}

/**
 * What a person has to do by hand for consumers that Okta's API refuses; printed by a preflight and
 * with the instructions of a handover, before the token is generated. Empty where there are none.
 */
export function stepsByHand(consumers: readonly Consumer[]): string[] {
  return consumers
    .filter((each) => each.kind === "okta" && each.entered_by === "person")
    .map(
      (each) =>
        `Okta app ${nameOf(each)}: ${ENTER_TOKEN}. Do this right after generating the token, before it is handed over.`,
    );
}

async function check(consumer: Consumer, clients: Clients, signal: AbortSignal): Promise<Check> {
  switch (consumer.kind) {
    case "entra":
      return checkEntra(consumer, clients, signal);
    case "okta":
      return checkOkta(consumer, clients, signal);
    case "command":
      return { findings: await checkCommand(consumer, clients.environment) };
    default:
      throw new Error(`a consumer of kind ${consumer.kind} passed the resource's own check`);
  }
}

/** One consumer's missing credentials hide nothing about the others. */
function notChecked({ kind, id }: Consumer, error: unknown): Check {
  if (!(error instanceof ProviderError)) throw error;
  return {
    findings: error.diagnostics.map(({ summary, detail }) => ({
      severity: "error",
      consumer: `${kind}/${id}`,
      message: `${kind === "entra" ? "Entra principal" : "Okta app"} ${id} could not be looked at: ${summary}`,
      todo: detail.replace(/\.$/, ""),
    })),
  };
}

/** Applications of one origin that one entry of the provider's configuration reaches. */
interface Kin {
  readonly kind: "entra" | "okta";
  readonly provider: string | null;
  readonly madeFrom: string;
}

function kinOf(consumers: readonly Consumer[], checks: readonly Check[]): Kin[] {
  const kin = new Map<string, Kin>();
  for (const [index, { kind, provider }] of consumers.entries()) {
    const madeFrom = checks[index]?.madeFrom;
    if (madeFrom === undefined || (kind !== "entra" && kind !== "okta")) continue;
    kin.set(JSON.stringify([kind, provider ?? "default", madeFrom]), { kind, provider, madeFrom });
  }
  return [...kin.values()];
}

async function holdersBeside(
  { kind, provider, madeFrom }: Kin,
  consumers: readonly Consumer[],
  clients: Clients,
  requireAllBound: boolean,
  signal: AbortSignal,
): Promise<Finding[]> {
  const severity = requireAllBound ? "error" : "warning";
  const list = kind === "entra" ? entraHolders : oktaHolders;
  const bound = new Set(consumers.filter((each) => each.kind === kind).map((each) => each.id));
  try {
    const found = await list(clients, provider, madeFrom, signal);
    return found
      .filter(({ id }) => !bound.has(id))
      .map(({ id, name }) => ({
        severity,
        consumer: `${kind}/${id}`,
        message: `${kind === "entra" ? "Entra principal" : "Okta app"} ${name} (${id}) is another application of the same kind and not listed as a binding: if it holds the token, a rotation leaves it with a dead one`,
        todo: "Add a binding for it, or see that it does not use Druva's token",
      }));
  } catch (error) {
    signal.throwIfAborted();
    return [
      {
        severity,
        message: `Whether other applications made from ${madeFrom} hold the token was not checked: ${error instanceof Error ? error.message : String(error)}`,
        todo: "Let these credentials list applications, or look by hand",
      },
    ];
  }
}

async function inParallel<T, R>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  async function worker(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next[0]] = await work(next[1]);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
  return results;
}
