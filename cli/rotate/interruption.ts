/** Ctrl-C: where things stand, and how to go on. */
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";
import type { Journey } from "./journey";

export async function interruption(journey: Journey): Promise<CliError> {
  const { stage, old, stack, clients, signal } = journey;
  const by = signal.reason instanceof CliError ? signal.reason.message : "Stopped by Ctrl-C.";
  const stopped = (words: string, todo: string) =>
    new CliError(`${by} ${words}`, { todo, exitCode: EXIT.interrupted });
  switch (stage) {
    case "looking":
      return stopped("Nothing was changed.", "Run druva-scim rotate again when you like.");
    case "generating":
      return old?.isDead() === true
        ? stopped(
            "Nothing was written, but the present token does not work any more: another one was generated.",
            "Run druva-scim rotate again soon, and give the token that was generated last. Do not generate another one.",
          )
        : stopped(
            old?.lastAliveAt() == null
              ? "Nothing was written."
              : "Nothing was written, and the present token worked when it was last asked.",
            "If you have generated a token, run druva-scim rotate again and give that one; else run it when you like.",
          );
    case "deploying": {
      const state = await stack.readState().catch(() => null);
      const { fingerprint, generation } = state?.token ?? {};
      return stopped(
        state === null
          ? "Terraform was stopped; its state could not be read."
          : `Terraform was stopped; its state has generation ${generation} (${fingerprint ?? "no token"}).`,
        `Run druva-scim rotate again: it goes on where this ended. If it asks for a token, give the one that was generated last. druva-scim journal list shows what ${clients.journalDir} remembers.`,
      );
    }
    case "waiting":
      return stopped(
        "The token is deployed; an app that a person sets up is still open.",
        "Run druva-scim rotate again to wait on, or druva-scim status to look.",
      );
  }
}
