/** Who is asked for the new token. */
import { text } from "node:stream/consumers";
import { z } from "zod";

import { isInTheFuture } from "../../config/contradictions";
import { dayOf } from "../terminal/time";

export interface TokenSource {
  /** A person at a prompt may try again. */
  readonly canAskAgain: boolean;
  ask(signal: AbortSignal): Promise<string>;
  /** The day on which somebody else generated it, YYYY-MM-DD; null: not known, or nobody to ask. */
  askForItsDay(now: Date, signal: AbortSignal): Promise<string | null>;
}

/** Null: there is nobody to ask. */
export function tokenSource(isOnStandardInput: boolean): TokenSource | null {
  if (isOnStandardInput) return STANDARD_INPUT;
  return process.stdin.isTTY && process.stderr.isTTY ? PROMPT : null;
}

const STANDARD_INPUT: TokenSource = {
  canAskAgain: false,
  async ask(signal) {
    signal.addEventListener("abort", () => process.stdin.destroy()); // else it is waited for
    return text(process.stdin);
  },
  askForItsDay: () => Promise.resolve(null),
};

/** Nothing of what is typed or pasted is shown. */
const PROMPT: TokenSource = {
  canAskAgain: true,
  async ask(signal) {
    const { password } = await import("@inquirer/prompts");
    // No green tick: whether it is a good one is not known yet.
    const theme = { prefix: { idle: "?", done: " " } };
    return password({ message: "The new token:", theme }, { output: process.stderr, signal });
  },
  async askForItsDay(now, signal) {
    const { input } = await import("@inquirer/prompts");
    const day = await input(
      {
        message: "The day on which it was generated (YYYY-MM-DD; empty: not known):",
        validate: (given) => given === "" || (faultOfDay(given, now) ?? true),
      },
      { output: process.stderr, signal },
    );
    return day === "" ? null : day;
  },
};

/** Undefined where the token can have been generated on that day. */
export function faultOfDay(day: string, now: Date): string | undefined {
  if (!z.iso.date().safeParse(day).success) return "Expected a day as YYYY-MM-DD: 2027-01-31.";
  return isInTheFuture(day, now) ? `Expected a day up to today, ${dayOf(now)}.` : undefined;
}
