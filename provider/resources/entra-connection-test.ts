/** Does Entra hold the living token? Its own Test Connection, with the credentials it has saved. */
import { notesOn, testSavedInEntra } from "../clients/binding-test-entra";
import type { Clients } from "../clients/clients";
import type { Job } from "../clients/entra";
import { isInQuarantineForCredentials } from "../clients/entra-job";
import { VendorError } from "../clients/vendor-error";
import { resource } from "../framework/resource";
import type { Config, State } from "../framework/schema";
import { settled } from "../framework/settled";
import type { BoundPlace } from "../rotation/connection-test";
import { connectionTest } from "./connection-test";
import type { Known } from "./connection-test.known";
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
    place: entraPlace,
  }),
});

function entraPlace(
  { service_principal_id, entra: entry, job_id, base_address }: Args,
  known: Known,
  clients: Clients,
): BoundPlace {
  // The binding may give the resource's id of the stock provider, "/servicePrincipals/<object id>".
  const id = service_principal_id.replace(/^\/?servicePrincipals\//, "");
  const entra = clients.entra(entry);
  const baseAddress = base_address ?? clients.scim.url;
  // Its test passes with whatever URL is saved there: where another one was meant, that may be it.
  const mayHaveAnotherUrl = known.isMoved || known.isProvenElsewhere;
  let isSavedNow = false;
  let job: Job | undefined;

  return {
    name: `Entra principal ${id}`,
    provenBy: mayHaveAnotherUrl ? "write" : "test",

    async test(signal) {
      const result = await testSavedInEntra(
        entra,
        { principalId: id, jobId: job_id },
        clients,
        signal,
      );
      job = result.job;
      if (result.verdict !== "tested" || isSavedNow || !mayHaveAnotherUrl) return result;
      return {
        ...result,
        verdict: "unproven",
        evidence: `${result.evidence}, but those may be for the SCIM URL that was meant before`,
      };
    },

    async tryToken(token, signal) {
      return clients.scim.probe(token, signal);
    },

    async write(token, signal) {
      await entra.saveCredentials(id, { baseAddress, token }, signal);
      isSavedNow = true;
    },

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
