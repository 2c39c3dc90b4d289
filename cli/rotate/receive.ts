/** Takes the new token from a person, and lets only a good one through. */
import type { Clients } from "../../provider/clients/clients";
import type { Druva } from "../../provider/clients/druva";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";
import type { TokenState } from "../terraform/tenant-state";
import type { Journey } from "./journey";
import { type Checked, checkNewToken } from "./new-token";
import type { TokenSource } from "./token-source";

export type Given = Extract<Checked, { kind: "good" }>;

/** What of the journey is used here. */
interface Receiving extends Pick<Journey, "terminal" | "signal" | "old"> {
  readonly tenant: Pick<Journey["tenant"], "name">;
  readonly clients: Pick<Clients, "clock"> & { readonly scim: Pick<Druva, "probe"> };
}

/** Throws a CliError, with nothing written, where no good token comes. */
export async function receive(
  { tenant, clients, terminal, signal, old }: Receiving,
  source: TokenSource | null,
  prior: { readonly token: Pick<TokenState, "secret" | "fingerprint" | "pastFingerprints"> },
): Promise<Given> {
  if (source === null) {
    throw new CliError("There is no terminal to ask for the token that was generated last.", {
      exitCode: EXIT.usage,
      todo: "Give it on standard input: druva-scim rotate --token-stdin",
    });
  }
  const known = {
    present: prior.token.secret,
    presentFingerprint: prior.token.fingerprint,
    pastFingerprints: prior.token.pastFingerprints,
  };
  for (;;) {
    const text = await source.ask(signal);
    const presentWasAlive = old !== null && old.lastAliveAt() !== null; // until now
    const checked = await terminal.during("asking Druva about the new token, and the old one", () =>
      checkNewToken(text, { ...known, presentWasAlive }, clients, signal),
    );
    if (checked.kind === "good") {
      // Where no token was known before, it is said once the token is taken over.
      for (const warning of known.present === null ? [] : checked.warnings) {
        terminal.remark(warning);
      }
      const isProven = known.present !== null && checked.warnings.length === 0;
      const whose = isProven ? `, and is ${tenant.name}'s: it ended the old one` : "";
      terminal.remark(
        `The token ${checked.fingerprint} ${known.present === null ? "" : "is new and "}works${whose}.`,
      );
      return checked;
    }
    if (source.canAskAgain && checked.isWorthAnother) {
      terminal.remark(checked.why);
      continue;
    }
    throw new CliError(`${checked.why} Nothing was written.`, {
      todo:
        old?.isDead() === true
          ? "The present token is dead already: run this again with the token that was generated last."
          : "Run this again with the token as Copy Token of Druva's console gives it.",
    });
  }
}
