/** Can a new token be put into an Entra application, and be tested there? Tried, while the old one lives. */
import type { Clients } from "../clients/clients";
import { VendorError } from "../clients/vendor-error";
import { type Consumer, keyOf, labelOf } from "./consumer";
import { entraPlace } from "./entra";
import { isInQuarantineForCredentials, jobOf, whatStopsJob } from "./entra-job";
import { lookAt } from "./look-at-place";
import {
  type ConsumerPreflight,
  failedPreflight,
  type PreflightFinding,
  type LivingToken,
  refusalOf,
} from "./preflight-finding";
import { saveAgain } from "./preflight-write";

export async function entraPreflight(
  consumer: Consumer,
  living: LivingToken | null,
  clients: Clients,
  signal: AbortSignal,
): Promise<ConsumerPreflight> {
  const entra = clients.entra(consumer.provider ?? null);
  const key = keyOf(consumer);
  const name = `Entra principal ${labelOf(consumer)}`;
  const error = (message: string, todo: string): PreflightFinding => ({
    severity: "error",
    consumer: key,
    message: `${name}: ${message}`,
    todo,
  });
  const jobId = consumer.jobId ?? null;
  try {
    const job = jobOf(await entra.jobs(consumer.id, signal), jobId);
    if (typeof job === "string") {
      if (consumer.manageJob === true) return { findings: [], write: "not proven" }; // not made yet
      return failedPreflight(
        error(
          `${job}, so a new token could not be tested`,
          "Set provisioning up in Entra, or name the job, or let the binding manage it (manageJob)",
        ),
      );
    }
    const saved = await entra.settings(consumer.id, signal);
    const savedUrl = saved.find(({ key: name }) => name === "BaseAddress")?.value ?? "*";
    const place = entraPlace(
      {
        principalId: consumer.id,
        jobId,
        through: "druva",
        wanted: {
          scimUrl: clients.scim.url,
          tenantUrl: savedUrl === "*" ? (consumer.tenantUrl ?? null) : savedUrl, // as it is
          hiddenSettings: consumer.hiddenSettings ?? {},
        },
      },
      entra,
      clients,
      job,
    );
    const look = await lookAt(place, signal);
    const stops = isInQuarantineForCredentials(job) ? undefined : whatStopsJob(job);
    const warnings: PreflightFinding[] = stops
      ? [
          {
            severity: "warning",
            consumer: key,
            message: `${name}: ${stops}`,
            todo: "A rotation does not end this: decide in Entra",
          },
        ]
      : [];
    if (look.found === "unknown" && consumer.untestable === undefined) {
      return failedPreflight(
        ...warnings,
        error(
          `its saved credentials could not be tested, so a new token could not be either: ${look.evidence}`,
          "Make the identity an owner of the enterprise application, or give it Synchronization.ReadWrite.All; a managed identity may need a day until that counts. If it can never test, say why in untestable",
        ),
      );
    }
    return await saveAgain(place, consumer, living, { look, warnings }, clients, signal);
  } catch (failure) {
    if (!(failure instanceof VendorError)) throw failure;
    return failedPreflight(refusalOf(key, failure));
  }
}
