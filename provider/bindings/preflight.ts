/**
 * The gate before a token is issued: is everything in place that a rotation needs, while the old
 * token still works? Each consumer is reached, tested and written, and all that is found is listed
 * together.
 */
import type { Clients } from "../clients/clients";
import { commandPreflight } from "./command";
import { type Consumer, type ConsumerKey, type ConsumerKind, keyOf, nameOf } from "./consumer";
import { entraPreflight } from "./entra";
import { inParallel } from "./in-parallel";
import { oktaPreflight } from "./okta";
import {
  type LivingToken,
  NotReady,
  preflightConsumer,
  type PreflightFinding,
  type VendorPreflight,
  type WriteOutlook,
} from "./preflight-consumer";
import { unmanagedHolders } from "./unmanaged";

const PREFLIGHTS: Readonly<Record<ConsumerKind, VendorPreflight>> = {
  entra: entraPreflight,
  okta: oktaPreflight,
  command: commandPreflight,
};

export interface PreflightOptions {
  /** Applications of the same kind that are no consumers are errors. */
  readonly requireAllBound: boolean;
  /** Keys of applications of the same kind that do not hold the token: no finding. */
  readonly unrelated: readonly string[];
  /** Null where no token is known: then nothing can be written, and nothing is proven. */
  readonly living: LivingToken | null;
  /** For all consumers together. Default: a minute and 5 s for each, and 10 minutes at least. */
  readonly deadlineMs?: number;
}

export interface Preflight {
  readonly checks: readonly { readonly consumer: ConsumerKey; readonly write: WriteOutlook }[];
  readonly findings: readonly PreflightFinding[];
}

/**
 * Never throws for what vendors do, nor for what the provider's configuration lacks: whatever cannot
 * be checked is a finding of the consumer that needs it, and hides nothing about the others.
 */
export async function preflightConsumers(
  consumers: readonly Consumer[],
  clients: Clients,
  {
    deadlineMs = Math.max(600_000, 60_000 + 5_000 * consumers.length),
    ...options
  }: PreflightOptions,
  signal: AbortSignal,
): Promise<Preflight> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new NotReady(...TOO_LATE)), deadlineMs);
  try {
    const inTime = AbortSignal.any([signal, late.signal]);
    return await preflightAll(consumers, clients, options, { signal: inTime, whole: signal });
  } finally {
    clearTimeout(timer);
  }
}

const TOO_LATE = [
  "it was not looked at: the preflight took too long",
  "See which vendor is slow or does not answer, and run it again",
] as const;

async function preflightAll(
  consumers: readonly Consumer[],
  clients: Clients,
  { requireAllBound, unrelated, living }: Omit<PreflightOptions, "deadlineMs">,
  { signal, whole }: { readonly signal: AbortSignal; readonly whole: AbortSignal },
): Promise<Preflight> {
  const checks = await inParallel(consumers, async (consumer) => {
    const held = living?.holders.has(keyOf(consumer)) ? living : null;
    const call = { consumer, living: held, clients, signal, whole };
    return {
      consumer: keyOf(consumer),
      ...(await preflightConsumer(PREFLIGHTS[consumer.kind], call)),
    };
  });
  const { holders, unchecked } = await unmanagedHolders(
    { consumers, unrelated },
    clients,
    "all",
    signal,
  ).catch((error: unknown) => {
    if (!(error instanceof NotReady)) throw error;
    return { holders: [], unchecked: [error.message] };
  });
  const severity = requireAllBound ? "error" : "warning";
  const beside = holders.map((holder): PreflightFinding => ({
    severity,
    consumer: keyOf(holder),
    message: `${nameOf(holder)} is another application of the same kind and not listed as a binding: if it holds the token, a rotation leaves it with a dead one`,
    todo: "Add a binding for it, or list it in unrelated if it does not hold this tenant's token",
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
