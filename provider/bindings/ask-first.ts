/** The rule of all writes: only a token that Druva accepts is written. */
import type { Clients } from "../clients/clients";
import type { Probe } from "../rotation/probe";

/**
 * Druva's answer to the token at that URL, asked once in this process; undefined where it is 200, so
 * that the token may be written.
 */
export async function whyNotToWrite(
  token: string,
  scimUrl: string,
  { scim }: Pick<Clients, "scim">,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const probe = await scim.proof(token, scimUrl, signal);
  return probe.verdict === "accepted" ? undefined : probe;
}
