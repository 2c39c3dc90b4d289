/** Who keeps a plan waiting: Terraform tells only at its end. */
import { setTimeout as sleep } from "node:timers/promises";
import { createHttp } from "../../provider/clients/http";
import { causeOf } from "../../provider/clients/vendor-error";
import type { Terminal } from "../terminal/terminal";
import { vendorsOf } from "../workspace/vendors";
import type { Tenant } from "../workspace/workspace";

/** A plan in which all answer may be over by then. */
const LONG_MS = 2_000;
const PATIENCE_MS = 3_000;

/**
 * Does `work`. Where it takes longer than `longMs`, asks every vendor of the tenant itself, without
 * credentials, and remarks on each that does not answer within `patienceMs`.
 */
export async function namingSilentVendors<T>(
  tenant: Tenant,
  terminal: Pick<Terminal, "remark">,
  work: () => Promise<T>,
  { longMs = LONG_MS, patienceMs = PATIENCE_MS } = {},
): Promise<T> {
  const done = new AbortController();
  const naming = sleep(longMs, undefined, { signal: done.signal, ref: false })
    .then(() => nameSilent(tenant, terminal, patienceMs, done.signal))
    .catch(() => {}); // nothing depends on it, and the plan tells what is wrong
  try {
    return await work();
  } finally {
    done.abort();
    await naming;
  }
}

async function nameSilent(
  tenant: Tenant,
  terminal: Pick<Terminal, "remark">,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<void> {
  const http = createHttp({ environment: tenant.workspace.environment, deadlineMs, retries: 0 });
  await Promise.all(
    vendorsOf(tenant).map(async ({ name, url }) => {
      try {
        await http.send({ method: "GET", url }, signal);
      } catch (error) {
        if (signal.aborted) return;
        terminal.remark(`${name} (${new URL(url).host}) does not answer: ${causeOf(error)}.`);
      }
    }),
  );
}
