/** Can a new token be put into an Entra application, and be tested there? */
import type { Clients } from "./clients";
import { isInQuarantineForCredentials, jobOf, whatStops } from "./entra-job";
import {
  type Check,
  type Consumer,
  type Finding,
  findingOf,
  type Holders,
  nameOf,
} from "./preflight-finding";
import { VendorError } from "./vendor-error";

export async function checkEntra(
  consumer: Consumer,
  clients: Clients,
  signal: AbortSignal,
): Promise<Check> {
  const entra = clients.entra(consumer.provider);
  const key = `entra/${consumer.id}`;
  const name = `Entra principal ${nameOf(consumer)}`;
  try {
    const { applicationTemplateId } = await entra.principal(consumer.id, signal);
    // Reaches the credentials; whether they may be written shows only when they are.
    await entra.savedKeys(consumer.id, signal);
    const job = jobOf(await entra.jobs(consumer.id, signal), consumer.job_id);
    return {
      findings: typeof job === "string" ? withoutJob(job) : withJob(whatStopsForGood(job)),
      ...(applicationTemplateId ? { madeFrom: applicationTemplateId } : {}),
    };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { findings: [findingOf(key, error)] };
  }

  function withoutJob(why: string): Finding[] {
    if (consumer.manage_job === true) return []; // the same configuration makes it
    return [
      {
        severity: "error",
        consumer: key,
        message: `${name}: ${why}, so a new token could not be tested`,
        todo: "Set provisioning up in Entra, or name the job, or let the binding manage it (manageJob)",
      },
    ];
  }
  function withJob(stop: string | undefined): Finding[] {
    if (stop === undefined) return [];
    const todo = "A rotation does not end this: decide in Entra";
    return [{ severity: "warning", consumer: key, message: `${name}: ${stop}`, todo }];
  }
}

/** A quarantine that is due to credentials ends with a rotation. */
function whatStopsForGood(job: Parameters<typeof whatStops>[0]): string | undefined {
  return isInQuarantineForCredentials(job) ? undefined : whatStops(job);
}

export const entraHolders: Holders = async (clients, provider, templateId, signal) => {
  const principals = await clients.entra(provider).principalsOfTemplate(templateId, signal);
  return principals.map(({ id, displayName }) => ({ id, name: displayName ?? "without a name" }));
};
