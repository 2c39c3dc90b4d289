/** An Entra application: the token is saved with all of its settings, and Entra's own test decides. */
import type { Clients } from "../clients/clients";
import { type Entra, type Job, saysNothingIsSaved } from "../clients/entra";
import { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import { nameOf } from "./consumer";
import { isInQuarantineForCredentials, jobOf, whatStopsJob } from "./entra-job";
import { hiddenInWords, settingsToSave, type WantedSettings } from "./entra-settings";
import { lookAt } from "./look-at-place";
import { type Look, type Place, whatIsThere } from "./place";
import { NotReady, type VendorPreflight } from "./preflight-consumer";

export interface EntraBinding {
  readonly principalId: string;
  /** Null where the principal has one job. */
  readonly jobId: string | null;
  /** Null of an observed binding: nothing is written. */
  readonly wanted: WantedSettings | null;
  readonly through: "druva" | "azuread";
}

/** `knownJob`: its job, where the caller has read it already. */
export function entraPlace(
  { principalId, jobId, wanted, through }: EntraBinding,
  entra: Entra,
  { scim }: Pick<Clients, "scim">,
  knownJob?: Job,
): Place {
  const name = nameOf({ kind: "entra", id: principalId });
  const scimUrl = wanted && (wanted.tenantUrl ?? wanted.scimUrl);
  const writer = through === "azuread" ? "another" : "us";
  /** As this apply has found them; a test or a write more asks for neither again. */
  let job = knownJob;
  let toSave: Awaited<ReturnType<typeof prepare>> | undefined;

  async function prepare(want: WantedSettings, signal: AbortSignal) {
    const found = settingsToSave(await entra.settings(principalId, signal), want);
    if (found.kind === "ready") return found.settings;
    throw new ProviderError({
      code: "settings-hidden",
      summary: "The token was not written: settings of the application would be lost",
      detail: `${name}: ${hiddenInWords(found.keys, through)}. ${whatIsThere({ writer })}.`,
      attribute: ["hidden_settings"],
    });
  }

  /**
   * Entra's Test Connection. A failure while Druva answers us at `url` means that Entra was refused;
   * Entra's own code does not tell a dead token from an outage.
   */
  async function test(
    credentials: Parameters<Entra["validateCredentials"]>[2],
    url: string,
    signal: AbortSignal,
  ): Promise<Look> {
    try {
      const found = job ?? jobOf(await entra.jobs(principalId, signal), jobId);
      if (typeof found === "string") return { found: "unknown", evidence: found };
      job = found;
      const isHurried = scim.isSilent(url);
      await entra.validateCredentials(principalId, job.id, credentials, signal, isHurried);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      const evidence = error.message;
      if (!isFailedTest(error)) return { found: "unknown", evidence };
      const outage = await scim.outage(url, signal);
      return outage === undefined
        ? { found: "refused", evidence }
        : { found: "unknown", evidence: `${evidence}, as it would for any token now: ${outage}` };
    }
    const which = credentials === "saved" ? "the saved credentials" : "the new token";
    const evidence = `Entra's connection test passed with ${which} (job ${job.id})`;
    return {
      ...{ found: "worked", evidence, notes: notesOn(job) },
      ...(isInQuarantineForCredentials(job) && { isStopped: true }),
    };
  }

  return {
    name,
    writer,
    scimUrl,

    look: (signal) => test("saved", scimUrl ?? scim.url, signal),

    async tryUnsaved(token, signal) {
      if (wanted === null) throw new Error("an observed binding has no token to try");
      toSave ??= await prepare(wanted, signal);
      const baseAddress = toSave.find(({ key }) => key === "BaseAddress")?.value ?? wanted.scimUrl;
      return test({ baseAddress, token }, baseAddress, signal);
    },

    async write(token, signal) {
      if (wanted === null) throw new Error("an observed binding has no token to write");
      toSave ??= await prepare(wanted, signal);
      await entra.saveSettings(principalId, toSave, token, signal);
    },

    async resume(signal) {
      if (job === undefined) return [];
      if (!isInQuarantineForCredentials(job)) return notesOn(job);
      try {
        await entra.startJob(principalId, job.id, signal);
        return [
          `job ${job.id} was in quarantine because its credentials failed; it was started again`,
        ];
      } catch (error) {
        if (!(error instanceof VendorError)) throw error;
        return [`${error.message}: Entra itself tries again within a day`];
      }
    },
  };
}

/**
 * Entra tested and the test failed: 400, whatever the reason was; or 500 where nothing is saved. A
 * request that Graph could not read was not tested.
 */
function isFailedTest({ status, words }: VendorError): boolean {
  if (status === 400) return !words.startsWith("RequestMissingRequiredParameter");
  return saysNothingIsSaved({ status: status ?? 0, body: words });
}

function notesOn(job: Job): string[] {
  const stop = whatStopsJob(job);
  return stop === undefined ? [] : [stop];
}

export const entraPreflight: VendorPreflight = async ({ consumer, clients, signal, warn }) => {
  const { id: principalId, jobId = null, hiddenSettings = {} } = consumer;
  const entra = clients.entra(consumer.provider ?? null);
  const job = jobOf(await entra.jobs(principalId, signal), jobId);
  if (typeof job === "string") {
    if (consumer.manageJob === true) return "not proven"; // not made yet
    throw new NotReady(
      `${job}, so a new token could not be tested`,
      "Set provisioning up in Entra, or name the job, or let the binding manage it (manageJob)",
    );
  }
  const saved = await entra.settings(principalId, signal);
  const savedUrl = saved.find(({ key }) => key === "BaseAddress")?.value ?? "*";
  const tenantUrl = savedUrl === "*" ? (consumer.tenantUrl ?? null) : savedUrl; // as it is
  const wanted = { scimUrl: clients.scim.url, tenantUrl, hiddenSettings };
  const binding = { principalId, jobId, through: "druva", wanted } as const;
  const place = entraPlace(binding, entra, clients, job);
  const look = await lookAt(place, signal);
  const stop = isInQuarantineForCredentials(job) ? undefined : whatStopsJob(job);
  if (stop !== undefined) warn(stop, "A rotation does not end this: decide in Entra");
  if (look.found === "unknown" && consumer.untestable === undefined) {
    throw new NotReady(
      `its saved credentials could not be tested, so a new token could not be either: ${look.evidence}`,
      "Make the identity an owner of the enterprise application, or give it Synchronization.ReadWrite.All; a managed identity may need a day until that counts. If it can never test, say why in untestable",
    );
  }
  return { place, look };
};
