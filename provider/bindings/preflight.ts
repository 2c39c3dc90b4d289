/**
 * The gate before a token is issued: is everything in place that a rotation needs, while the old
 * token is still alive? Each consumer is reached, tested and written, and all that is found is listed
 * together.
 */
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { type Consumer, type ConsumerKey, keyOf, labelOf } from "./consumer";
import { inParallel } from "./in-parallel";
import { commandPreflight } from "./preflight-command";
import { entraPreflight } from "./preflight-entra";
import {
  type ConsumerPreflight,
  failedPreflight,
  type PreflightFinding,
  type LivingToken,
} from "./preflight-finding";
import { oktaPreflight } from "./preflight-okta";
import { unmanagedHolders } from "./unmanaged";

export interface PreflightOptions {
  /** Applications of the same kind that are no consumers are errors. */
  readonly requireAllBound: boolean;
  /** Null where no token is known: then nothing can be written, and nothing is proven. */
  readonly living: LivingToken | null;
}

export interface Preflight {
  readonly checks: readonly {
    readonly consumer: ConsumerKey;
    readonly write: ConsumerPreflight["write"];
  }[];
  readonly findings: readonly PreflightFinding[];
}

/**
 * Never throws for what vendors do, nor for what the provider's configuration lacks: whatever cannot
 * be checked is a finding of the consumer that needs it.
 */
export async function preflightConsumers(
  consumers: readonly Consumer[],
  clients: Clients,
  { requireAllBound, living }: PreflightOptions,
  signal: AbortSignal,
): Promise<Preflight> {
  const checks = await inParallel(consumers, async (consumer) => {
    const held = living?.holders.has(keyOf(consumer)) ? living : null;
    const found = await check(consumer, held, clients, signal).catch((error: unknown) =>
      notChecked(consumer, error),
    );
    return { consumer: keyOf(consumer), ...found };
  });
  const { holders, unchecked } = await unmanagedHolders(consumers, clients, "all", signal);
  const severity = requireAllBound ? "error" : "warning";
  const beside = holders.map(({ kind, id, name }): PreflightFinding => ({
    severity,
    consumer: keyOf({ kind, id }),
    message: `${kind === "entra" ? "Entra principal" : "Okta app"} ${labelOf({ id, name })} is another application of the same kind and not listed as a binding: if it holds the token, a rotation leaves it with a dead one`,
    todo: "Add a binding for it, or make sure that it does not use Druva's token",
  }));
  const notListed = unchecked.map((why): PreflightFinding => ({
    severity,
    message: `Whether other applications hold the token was not checked: ${why}`,
    todo: "Let these credentials list applications, or look by hand",
  }));
  return {
    checks: checks.map(({ consumer, write }) => ({ consumer, write })),
    findings: [...checks.flatMap(({ findings }) => findings), ...beside, ...notListed],
  };
}

function check(
  consumer: Consumer,
  living: LivingToken | null,
  clients: Clients,
  signal: AbortSignal,
): Promise<ConsumerPreflight> {
  switch (consumer.kind) {
    case "entra":
      return entraPreflight(consumer, living, clients, signal);
    case "okta":
      return oktaPreflight(consumer, living, clients, signal);
    case "command":
      return commandPreflight(consumer, living, clients, signal);
  }
}

/** One consumer's missing credentials hide nothing about the others. */
function notChecked(consumer: Consumer, error: unknown): ConsumerPreflight {
  if (!(error instanceof ProviderError)) throw error;
  return failedPreflight(
    ...error.diagnostics.map(({ summary, detail }): PreflightFinding => ({
      severity: "error",
      consumer: keyOf(consumer),
      message: `${labelOf(consumer)} could not be looked at: ${summary}`,
      todo: detail.replace(/\.$/, ""),
    })),
  );
}
