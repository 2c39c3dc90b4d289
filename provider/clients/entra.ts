/** Microsoft Graph, as far as provisioning's credentials, jobs and tests go (v1.0). */
import { shared } from "./access-token";
import { type Cloud, cloudNamed, cloudOf } from "./entra-cloud";
import { type EntraEntry, settingsOf, signIn } from "./entra-sign-in";
import type { Http } from "./http";
import type { Z } from "./json";
import { vendorHttp } from "./vendor-http";

/** All throw a VendorError where Graph refuses or cannot be reached. */
export interface Entra {
  principal(id: string, signal: AbortSignal): Promise<Principal>;
  /** Every principal that was made from the same gallery application. */
  principalsOfTemplate(templateId: string, signal: AbortSignal): Promise<Principal[]>;
  jobs(principalId: string, signal: AbortSignal): Promise<Job[]>;
  /** Entra's Test Connection, with what it has saved. Throws where the test fails: status 400. */
  validateSavedCredentials(principalId: string, jobId: string, signal: AbortSignal): Promise<void>;
  /** Which keys Entra has a value for; it never shows the values. */
  savedKeys(principalId: string, signal: AbortSignal): Promise<string[]>;
  /** Replaces all saved credentials. */
  saveCredentials(
    principalId: string,
    credentials: { readonly baseAddress: string; readonly token: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** Ends a quarantine, whatever its reason. */
  startJob(principalId: string, jobId: string, signal: AbortSignal): Promise<void>;
}

const principal = (z: Z) =>
  z.object({
    id: z.string(),
    displayName: z.string().nullish(),
    applicationTemplateId: z.string().nullish(),
  });
export type Principal = ReturnType<ReturnType<typeof principal>["parse"]>;

const job = (z: Z) =>
  z.object({
    id: z.string(),
    schedule: z.object({ state: z.string().nullish() }).nullish(),
    status: z
      .object({
        code: z.string().nullish(),
        quarantine: z.object({ reason: z.string().nullish() }).nullish(),
      })
      .nullish(),
  });
export type Job = ReturnType<ReturnType<typeof job>["parse"]>;

/** Graph pages its lists. */
const principals = (z: Z) =>
  z.object({ value: z.array(principal(z)), "@odata.nextLink": z.string().optional() });

export function createEntra(entry: EntraEntry, environment: NodeJS.ProcessEnv, http: Http): Entra {
  /** Found once; a failure is not kept, so that the next call tries again. */
  let cloud: Promise<Cloud> | undefined;
  function cloudInUse(signal: AbortSignal): Promise<Cloud> {
    const host = entry.metadata_host ?? (environment["ARM_METADATA_HOSTNAME"] || undefined);
    const name = entry.environment ?? (environment["ARM_ENVIRONMENT"] || "public");
    cloud ??= (async () => (host ? cloudOf(host, http, signal) : cloudNamed(name)))().catch(
      (error: unknown) => {
        cloud = undefined;
        throw error;
      },
    );
    return cloud;
  }

  let signedIn: ReturnType<typeof signIn> | undefined;
  const accessToken = shared(async (signal) => {
    const settings = settingsOf(entry, environment);
    signedIn ??= signIn(settings, await cloudInUse(signal), environment, http);
    return (await signedIn)(signal);
  });

  const graph = vendorHttp({
    name: "Microsoft Graph",
    http,
    authorization: async (signal) => `Bearer ${await accessToken(signal)}`,
    wordsOf: (z) =>
      z
        .object({ error: z.object({ code: z.string(), message: z.string() }) })
        .transform(({ error }) => `${error.code}: ${error.message}`),
  });
  const v1 = async (path: string, signal: AbortSignal) =>
    `${(await cloudInUse(signal)).graph}/v1.0/servicePrincipals${path}`;
  const sync = (principalId: string, path: string, signal: AbortSignal) =>
    v1(`/${encodeURIComponent(principalId)}/synchronization/${path}`, signal);

  return {
    async principal(id, signal) {
      const url = await v1(
        `/${encodeURIComponent(id)}?$select=id,displayName,applicationTemplateId`,
        signal,
      );
      return graph.read(
        { trying: `reading principal ${id}`, method: "GET", url },
        principal,
        signal,
      );
    },

    async principalsOfTemplate(templateId, signal) {
      const filter = encodeURIComponent(`applicationTemplateId eq '${templateId}'`);
      const url = await v1(
        `?$filter=${filter}&$select=id,displayName,applicationTemplateId`,
        signal,
      );
      return graph.list(
        {
          trying: `listing the principals made from application template ${templateId}`,
          method: "GET",
          url,
        },
        principals,
        (page) => ({ items: page.value, next: page["@odata.nextLink"] }),
        signal,
      );
    },

    async jobs(principalId, signal) {
      const trying = `reading the provisioning jobs of principal ${principalId}`;
      const url = await sync(principalId, "jobs", signal);
      const shape = (z: Z) => z.object({ value: z.array(job(z)) });
      return (await graph.read({ trying, method: "GET", url }, shape, signal)).value;
    },

    async validateSavedCredentials(principalId, jobId, signal) {
      const path = `jobs/${encodeURIComponent(jobId)}/validateCredentials`;
      await graph.call(
        {
          trying: `testing the credentials that Entra has saved for principal ${principalId}`,
          method: "POST",
          url: await sync(principalId, path, signal),
          json: { useSavedCredentials: true },
          repeatable: true,
        },
        signal,
      );
    },

    async savedKeys(principalId, signal) {
      const trying = `reading the names of the credentials of principal ${principalId}`;
      const url = await sync(principalId, "secrets", signal);
      const shape = (z: Z) =>
        z.object({ value: z.array(z.object({ key: z.string(), value: z.string().nullish() })) });
      const { value } = await graph.read({ trying, method: "GET", url }, shape, signal);
      return value.filter((each) => each.value).map((each) => each.key);
    },

    async saveCredentials(principalId, { baseAddress, token: secret }, signal) {
      await graph.call(
        {
          trying: `writing the token into principal ${principalId}`,
          method: "PUT",
          url: await sync(principalId, "secrets", signal),
          json: {
            value: [
              { key: "BaseAddress", value: baseAddress },
              { key: "SecretToken", value: secret },
            ],
          },
          secret,
        },
        signal,
      );
    },

    async startJob(principalId, jobId, signal) {
      const trying = `starting provisioning job ${jobId} of principal ${principalId}`;
      const url = await sync(principalId, `jobs/${encodeURIComponent(jobId)}/start`, signal);
      await graph.call({ trying, method: "POST", url, repeatable: true }, signal);
    },
  };
}
