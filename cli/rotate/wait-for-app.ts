/** Waits until Okta's System Log shows that an app which a person sets works with the new token. */
import { setTimeout as pause } from "node:timers/promises";

import { evidenceSince } from "../../provider/bindings/okta-system-log";
import type { Look } from "../../provider/bindings/place";
import type { Clients } from "../../provider/clients/clients";

const POLL_MS = 5_000;

export interface PersonsApp {
  readonly id: string;
  readonly name: string;
  /** An entry of the config's providers.okta. */
  readonly provider: string | null;
  /** By Okta's clock: from when on its log tells of the new token. */
  readonly since: Date;
}

interface WaitOptions {
  readonly minutes: number;
  /** Something changed: for a person. */
  readonly say: (text: string) => void;
  readonly pollMs?: number | undefined;
}

/** True: every app has worked since. False: the time is over. */
export async function waitForEvidence(
  apps: readonly PersonsApp[],
  clients: Pick<Clients, "okta" | "clock">,
  { minutes, say, pollMs = POLL_MS }: WaitOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const open = new Map(apps.map((app) => [app.id, app]));
  const told = new Map<string, string>();
  const deadline = performance.now() + minutes * 60_000;
  while (open.size > 0) {
    for (const app of [...open.values()]) {
      const { worked, words } = await look(app);
      if (words !== null && told.get(app.id) !== words) say(`${app.name}: ${words}`);
      if (words !== null) told.set(app.id, words);
      if (worked) open.delete(app.id);
    }
    if (open.size === 0) break;
    if (performance.now() >= deadline) return false;
    await pause(pollMs, undefined, { signal });
  }
  return true;

  async function look({ id, provider, since }: PersonsApp) {
    const okta = clients.okta(provider);
    const found = await evidenceSince(okta, id, { okta: since }, clients, signal);
    return { worked: found.found === "worked", words: inWords(found) };
  }
}

/** Null where there is nothing to tell. */
function inWords({ found, evidence }: Look): string | null {
  switch (found) {
    case "worked":
      return `provisioning works (${evidence})`;
    case "refused":
      return `Okta was refused (${evidence}): was the new token saved?`;
    case "unknown":
      return evidence;
    case "silent":
      return null;
  }
}
