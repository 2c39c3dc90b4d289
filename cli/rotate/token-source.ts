/** Who is asked for the new token. */
import { text } from "node:stream/consumers";

export interface TokenSource {
  /** A person at a prompt may try again. */
  readonly canAskAgain: boolean;
  ask(signal: AbortSignal): Promise<string>;
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
};

/** Nothing of what is typed or pasted is shown. */
const PROMPT: TokenSource = {
  canAskAgain: true,
  async ask(signal) {
    const { password } = await import("@inquirer/prompts");
    return password({ message: "The new token:" }, { output: process.stderr, signal });
  },
};
