/**
 * Applications that may hold the token too: made from the same Entra gallery template, or from the
 * same Okta catalogue entry, no consumers, and not known to hold another token.
 */
import type { Clients } from "../clients/clients";
import { applicationKey, type Consumer, keyOf } from "./consumer";
import { inParallel } from "./in-parallel";

export interface Holder {
  readonly kind: "entra" | "okta";
  readonly id: string;
  readonly name: string;
}

export interface Unmanaged {
  readonly holders: readonly Holder[];
  /** Why some could not be listed. */
  readonly unchecked: readonly string[];
}

/** What is known of applications; `unrelated` has keys of those that do not hold the token. */
export interface Known {
  readonly consumers: readonly Consumer[];
  readonly unrelated: readonly string[];
}

/**
 * "first": what the first consumer of each provider entry was made from, in two requests for each
 * entry. "all": what every consumer was made from. Never throws for what vendors do.
 */
export async function unmanagedHolders(
  { consumers, unrelated }: Known,
  clients: Clients,
  which: "first" | "all",
  signal: AbortSignal,
): Promise<Unmanaged> {
  const samples = which === "all" ? consumers : firstOfEach(consumers);
  const unchecked = new Set<string>();
  const orNote = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      signal.throwIfAborted();
      unchecked.add(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const origins = await inParallel(samples, (each) => orNote(originOf(each, clients, signal)));
  const distinct = new Map(
    origins.flatMap((origin) => (origin ? [[JSON.stringify(origin), origin] as const] : [])),
  );
  const listed = await inParallel([...distinct.values()], (origin) =>
    orNote(madeFrom(origin, clients, signal)),
  );
  const known = [...consumers.map(keyOf), ...unrelated, ...clients.boundElsewhere];
  return {
    holders: without(
      known,
      listed.flatMap((each) => each ?? []),
    ),
    unchecked: [...unchecked],
  };
}

/** Those whose keys are not among `known`. */
export function without(known: readonly string[], holders: readonly Holder[]): Holder[] {
  const keys = new Set(known.map(applicationKey));
  return holders.filter((each) => !keys.has(applicationKey(keyOf(each))));
}

/** That some could not be listed. */
export function notCheckedInWords(why: string) {
  return {
    code: "unmanaged-not-checked",
    summary: "Whether other applications hold the token was not checked",
    detail: `${why}. Let these credentials list applications, or look by hand.`,
  };
}

function firstOfEach(consumers: readonly Consumer[]): Consumer[] {
  const first = new Map<string, Consumer>();
  for (const each of consumers) {
    const entry = `${each.kind}/${each.provider ?? "default"}`;
    if (!first.has(entry)) first.set(entry, each);
  }
  return [...first.values()];
}

/** What applications are made from, and the provider's entry that reaches them. */
interface Origin {
  readonly kind: "entra" | "okta";
  readonly provider: string | null;
  readonly madeFrom: string;
}

/** Undefined where a consumer was made from nothing that could be listed. */
async function originOf(
  { kind, id, provider: entry }: Consumer,
  clients: Clients,
  signal: AbortSignal,
): Promise<Origin | undefined> {
  const provider = entry ?? null;
  switch (kind) {
    case "entra": {
      const { applicationTemplateId } = await clients.entra(provider).principal(id, signal);
      return applicationTemplateId
        ? { kind, provider, madeFrom: applicationTemplateId }
        : undefined;
    }
    case "okta":
      return { kind, provider, madeFrom: (await clients.okta(provider).app(id, signal)).name };
    case "command":
      return undefined;
  }
}

async function madeFrom(
  { kind, provider, madeFrom: origin }: Origin,
  clients: Clients,
  signal: AbortSignal,
): Promise<Holder[]> {
  if (kind === "okta") {
    const apps = await clients.okta(provider).appsNamed(origin, signal);
    return apps.flatMap(({ id, label, status }) =>
      status === "ACTIVE" ? [{ kind, id, name: label }] : [],
    );
  }
  const principals = await clients.entra(provider).principalsOfTemplate(origin, signal);
  return principals.map(({ id, displayName }) => ({ kind, id, name: displayName ?? id }));
}
