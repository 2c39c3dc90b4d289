import type { Timers } from "../../../provider/clients/host";

/** Time that stands still until a test moves it. */
export class HandTimers implements Timers {
  #now = 0;
  readonly #asleep = new Set<{ readonly until: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  /** How long each sleeper has to sleep from now on. */
  get asleepMs(): number[] {
    return [...this.#asleep].map(({ until }) => until - this.#now);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const until = this.#now + ms;
    await new Promise<void>((wake) => {
      const sleeper = { until, wake };
      this.#asleep.add(sleeper);
      signal.addEventListener("abort", () => (this.#asleep.delete(sleeper), wake()));
    });
    signal.throwIfAborted();
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#asleep) {
      if (sleeper.until > this.#now) continue;
      this.#asleep.delete(sleeper);
      sleeper.wake();
    }
  }
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}
