/** Whether Druva's 401 is Druva's, before a token is issued because of it. */
import type { Consumer } from "../../bindings/consumer";
import { entraPlace } from "../../bindings/entra";
import { inParallel } from "../../bindings/in-parallel";
import type { Clients } from "../../clients/clients";
import { ProviderError } from "../../framework/diagnostics";

/**
 * A 401 may come from a gateway on the way, and a new token would then end one that works. What Entra
 * has saved is tested from elsewhere: one application of those `holders` that passes is enough to
 * refuse, since another may hold an older token.
 */
export async function refuseWhereEntraPasses(
  holders: readonly Consumer[],
  client: Pick<Clients, "entra" | "scim">,
  signal: AbortSignal,
): Promise<void> {
  const inEntra = holders.filter(({ kind }) => kind === "entra");
  await inParallel(inEntra, async (consumer) => {
    const target = { principalId: consumer.id, jobId: consumer.jobId ?? null };
    const entra = client.entra(consumer.provider ?? null);
    const place = entraPlace({ ...target, wanted: null, through: "druva" }, entra, client);
    const { found, evidence } = await place.look(signal);
    if (found !== "worked") return;
    throw new ProviderError({
      code: "rejection-contradicted",
      summary: "No token is issued: Entra can still use the one that it has saved",
      detail: `Druva answered 401 to the token in state, but ${place.name} passes its test: ${evidence}. Either the 401 was not Druva's (a gateway or proxy on the way), or somebody generated another token and entered it there. Nothing was issued. Plan again later; if the token was replaced, hand over the one that was generated last.`,
      attribute: ["token"],
    });
  });
}
