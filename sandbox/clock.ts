/** The sandbox's time: the machine's, moved by an offset that the provider can read from a file. */
import { renameSync, writeFileSync } from "node:fs";

export const DAY_MS = 24 * 60 * 60 * 1000;

export class SandboxClock {
  #offsetMs = 0;

  /** Keeps the offset in milliseconds, as decimal text, in `file`. */
  constructor(readonly file: string) {
    this.#moveTo(0);
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  advance(ms: number): void {
    this.#moveTo(this.#offsetMs + ms);
  }

  set(to: Date): void {
    this.#moveTo(to.getTime() - Date.now());
  }

  #moveTo(offsetMs: number): void {
    this.#offsetMs = Math.round(offsetMs);
    // A reader never sees half a number.
    const fresh = `${this.file}.new`;
    writeFileSync(fresh, String(this.#offsetMs));
    renameSync(fresh, this.file);
  }
}
