import { CliError } from "../terminal/cli-error";
import type { Stack } from "../terraform/stack";
import type { TokenState } from "../terraform/tenant-state";

type Identity = Pick<TokenState, "generation" | "fingerprint">;

/**
 * Waits until no other deploy holds the state's lock, then reads the state again. Throws a CliError
 * if the token is not the one of `planned`: that plan's steps would end a token which somebody has
 * just deployed.
 */
export async function waitForOtherDeploys(
  stack: Pick<Stack, "waitForLock" | "readState">,
  planned: Identity,
): Promise<void> {
  await stack.waitForLock();
  const now = (await stack.readState())?.token;
  if (now?.generation === planned.generation && now.fingerprint === planned.fingerprint) return;
  throw new CliError(
    `Somebody deployed meanwhile: the plan was made with ${inWords(planned)}, and the state now has ${now === undefined ? "no token" : inWords(now)}.`,
    { todo: "Do not generate a token yet. Run druva-scim rotate again: it plans anew." },
  );
}

function inWords({ generation, fingerprint }: Identity): string {
  return `generation ${generation} (${fingerprint ?? "no token"})`;
}
