/** Asks a vendor, now, about the credentials that it has saved for one binding. Changes nothing. */
import { commandPlace } from "../../provider/bindings/command";
import { testInEntra } from "../../provider/bindings/entra";
import { lookAtConnection } from "../../provider/bindings/okta";
import { evidenceSince, type Instant, startAfter } from "../../provider/bindings/okta-evidence";
import type { Look } from "../../provider/bindings/place";
import type { Clients } from "../../provider/clients/clients";
import type { StateBinding, TokenState } from "../terraform/tenant-state";

type LivingToken = Pick<TokenState, "fingerprint" | "provenAt" | "oldTokenLastValidAt">;

/** Vendors' refusals are part of what is found: they are not thrown. */
export async function lookLive(
  binding: StateBinding,
  token: LivingToken,
  clients: Clients,
  signal: AbortSignal,
): Promise<Look> {
  try {
    return await look(binding, token, clients, signal);
  } catch (error) {
    signal.throwIfAborted();
    // Without any credentials the way to the vendor says so, in words.
    return { found: "unknown", evidence: error instanceof Error ? error.message : "" };
  }
}

async function look(
  binding: StateBinding,
  token: LivingToken,
  clients: Clients,
  signal: AbortSignal,
): Promise<Look> {
  const scimUrl = binding.ownUrl ?? clients.scim.url;
  switch (binding.kind) {
    case "entra": {
      const target = { principalId: binding.id, jobId: binding.jobId, scimUrl };
      const entra = clients.entra(binding.provider);
      return testInEntra(entra, target, "saved", undefined, clients, signal);
    }
    case "okta": {
      const start = startOf(binding, token, clients);
      const ask = binding.byPerson ? evidenceSince : lookAtConnection;
      return ask(clients.okta(binding.provider), binding.id, start, clients, signal);
    }
    case "command": {
      const { id: name, fingerprint } = binding;
      const observed = fingerprint === null;
      return commandPlace({ ...binding, name, scimUrl: observed ? null : scimUrl }, clients).look(
        signal,
      );
    }
  }
}

/** The log tells of the living token from then on; a binding of the one before has not looked for it. */
function startOf(
  { fingerprint, evidenceSince, verifiedAt }: Extract<StateBinding, { kind: "okta" }>,
  token: LivingToken,
  clients: Clients,
): Instant {
  return evidenceSince !== null && fingerprint === token.fingerprint
    ? { okta: evidenceSince }
    : startAfter([verifiedAt, token.provenAt, token.oldTokenLastValidAt], clients);
}
