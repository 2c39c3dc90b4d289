/** Does Entra hold the living token? Its own Test Connection, with the credentials it has saved. */
import type { Clients } from "../clients/clients";
import type { Job } from "../clients/entra";
import { isInQuarantineForCredentials, jobOf, whatStops } from "../clients/entra-job";
import { VendorError } from "../clients/vendor-error";
import { resource } from "../framework/resource";
import type { Config, State } from "../framework/schema";
import { settled } from "../framework/settled";
import type { BoundPlace } from "../rotation/connection-test";
import { connectionTest } from "./connection-test";
import { connectionTestPrivateFields, entraConnectionTestFields } from "./connection-test.fields";

type Args = State<typeof entraConnectionTestFields>;
type Written = Config<typeof entraConnectionTestFields>;

export const entraConnectionTest = resource<Clients>()({
  schema: {
    description:
      "A tested binding of an Entra enterprise application: passes once Entra's own connection test passes with the credentials that it has saved.",
    version: 0,
    fields: entraConnectionTestFields,
  },
  privateSchema: connectionTestPrivateFields,
  ...connectionTest<Args, Written>({
    nameOf: ({ service_principal_id: id }) => `Entra principal ${String(id)}`,
    settle: (planned, outcome) => settled<typeof entraConnectionTestFields>(planned, outcome),
    urlOf: ({ base_address }) => base_address,
    place: (args, _known, clients) => entraPlace(args, clients),
  }),
});

function entraPlace(
  { service_principal_id, entra: entry, job_id, base_address }: Args,
  clients: Clients,
): BoundPlace {
  // The binding may give the resource's id of the stock provider, "/servicePrincipals/<object id>".
  const id = service_principal_id.replace(/^\/?servicePrincipals\//, "");
  const entra = clients.entra(entry);
  const baseAddress = base_address ?? clients.scim.url;
  let job: Job | undefined;

  return {
    name: `Entra principal ${id}`,
    provenBy: "test",

    async test(signal) {
      try {
        const found = jobOf(await entra.jobs(id, signal), job_id);
        if (typeof found === "string") return { verdict: "no-verdict", evidence: found };
        job = found;
        await entra.validateSavedCredentials(id, found.id, signal);
      } catch (error) {
        if (!(error instanceof VendorError)) throw error;
        // Entra answers a failed test with 400, whatever the reason was (its words tell).
        if (job === undefined || error.status !== 400) {
          return { verdict: "no-verdict", evidence: error.message };
        }
        // While Druva itself does not answer, every token fails there.
        const druva = await clients.scim.probe("", signal);
        if (druva.verdict === "unreachable") {
          return {
            verdict: "no-verdict",
            evidence: `${error.message}, but so it would be now for any token: ${druva.message}`,
          };
        }
        return { verdict: "rejected", evidence: error.message };
      }
      return {
        verdict: "tested",
        evidence: `Entra's connection test passed with the saved credentials (job ${job.id})`,
        notes: notesOn(job),
      };
    },

    tryToken: (token, signal) => clients.scim.probe(token, signal),

    write: (token, signal) => entra.saveCredentials(id, { baseAddress, token }, signal),

    async resume(signal) {
      if (job === undefined) return [];
      if (!isInQuarantineForCredentials(job)) return notesOn(job);
      try {
        await entra.startJob(id, job.id, signal);
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

function notesOn(job: Job): string[] {
  const stop = whatStops(job);
  return stop === undefined ? [] : [stop];
}
