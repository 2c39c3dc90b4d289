/** Watches the present token while a person generates the next one: when it was last seen alive bounds the gap. */
import { setTimeout as pause } from "node:timers/promises";

import type { Probe } from "../../provider/rotation/probe";

const POLL_MS = 3_000;

export interface OldToken {
  /** When Druva last accepted it; null: not seen in this run. */
  lastAliveAt(): Date | null;
  /** Druva has rejected it since. */
  isDead(): boolean;
  stop(): Promise<void>;
}

/** Asks every few seconds until it is rejected, or `stop`. Answers that are no verdict are passed over. */
export function watchOldToken(
  probe: (signal: AbortSignal) => Promise<Probe>,
  first: Probe,
  pollMs = POLL_MS,
): OldToken {
  const end = new AbortController();
  let lastAliveAt = first.verdict === "accepted" ? first.at : null;
  let isDead = first.verdict === "rejected";

  async function watch(): Promise<void> {
    while (!isDead) {
      await pause(pollMs, undefined, { signal: end.signal });
      const { verdict, at } = await probe(end.signal);
      if (verdict === "accepted") lastAliveAt = at;
      isDead = verdict === "rejected";
    }
  }
  const watching = watch().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    lastAliveAt: () => lastAliveAt,
    isDead: () => isDead,
    async stop() {
      end.abort();
      await watching;
    },
  };
}
