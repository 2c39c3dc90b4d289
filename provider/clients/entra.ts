/** Microsoft Graph, as far as provisioning's credentials, jobs and tests go (v1.0). */
import { shared } from "./access-token";
import { type Cloud, cloudNamed, cloudOf, cloudSettings } from "./entra-cloud";
import { type EntraEntry, settingsOf, signIn } from "./entra-sign-in";
import type { Answer, Http } from "./http";
import type { Z } from "./json";
import { vendorHttp } from "./vendor-http";

/** One of an application's synchronization secrets: a credential, or a setting of provisioning. */
export interface SavedSetting {
  readonly key: string;
  /** "*" where Graph hides it. */
  readonly value: string;
}

/** All throw a VendorError where Graph refuses or cannot be reached. */
export interface Entra {
  principal(id: string, signal: AbortSignal): Promise<Principal>;
  /** Every principal that was made from the same gallery application. */
  principalsOfTemplate(templateId: string, signal: AbortSignal): Promise<Principal[]>;
  jobs(principalId: string, signal: AbortSignal): Promise<Job[]>;
  /**
   * Entra's Test Connection, with what it has saved or with the credentials that are given. Returns
   * only for what Microsoft documents as a pass: 204, or 200 without a body. `isHurried`: as Druva
   * does not answer us, Entra's test may hang in Druva's silence too; a 429 or 5xx of Graph's own is
   * asked again as ever.
   */
  validateCredentials(
    principalId: string,
    jobId: string,
    credentials: "saved" | { readonly baseAddress: string; readonly token: string },
    signal: AbortSignal,
    isHurried?: boolean,
  ): Promise<void>;
  /** In Graph's order. */
  settings(principalId: string, signal: AbortSignal): Promise<SavedSetting[]>;
  /**
   * PUTs all of them, `token` as SecretToken. What Graph does with keys that are not named is not
   * known (sources say merge, replace, and drop): name all.
   */
  saveSettings(
    principalId: string,
    settings: readonly SavedSetting[],
    token: string,
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
        lastExecution: z
          .object({ error: z.object({ code: z.string().nullish() }).nullish() })
          .nullish(),
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
    cloud ??= (async () => {
      const { host, name } = cloudSettings(entry, environment);
      return host === undefined ? cloudNamed(name) : cloudOf(host, http, signal);
    })().catch((error: unknown) => {
      cloud = undefined;
      throw error;
    });
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
    base: async (signal) => `${(await cloudInUse(signal)).graph}/v1.0`,
    authorization: async (signal) => `Bearer ${await accessToken(signal)}`,
    wordsOf: (z) =>
      z
        .object({ error: z.object({ code: z.string(), message: z.string() }) })
        .transform(({ error }) => `${error.code}: ${error.message}`),
  });
  const path = (principalId: string) => `/servicePrincipals/${encodeURIComponent(principalId)}`;
  const secretsPath = (principalId: string) => `${path(principalId)}/synchronization/secrets`;
  const jobPath = (principalId: string, jobId: string, action: string) =>
    `${path(principalId)}/synchronization/jobs/${encodeURIComponent(jobId)}/${action}`;

  return {
    principal: (id, signal) =>
      graph.read(
        { trying: `reading principal ${id}`, url: `${path(id)}?${SELECT}` },
        principal,
        signal,
      ),

    principalsOfTemplate(templateId, signal) {
      const trying = `listing the principals made from application template ${templateId}`;
      const filter = encodeURIComponent(`applicationTemplateId eq '${templateId}'`);
      return graph.list(
        { trying, url: `/servicePrincipals?$filter=${filter}&${SELECT}` },
        principals,
        (page) => ({ items: page.value, next: page["@odata.nextLink"] }),
        signal,
      );
    },

    async jobs(principalId, signal) {
      const trying = `reading the provisioning jobs of principal ${principalId}`;
      const url = `${path(principalId)}/synchronization/jobs`;
      const shape = (z: Z) => z.object({ value: z.array(job(z)) });
      return (await graph.read({ trying, url }, shape, signal)).value;
    },

    validateCredentials(principalId, jobId, credentials, signal, isHurried = false) {
      const what =
        credentials === "saved"
          ? {
              trying: `testing the credentials that Entra has saved for principal ${principalId}`,
              json: { useSavedCredentials: true },
            }
          : {
              trying: `testing the token in Entra before it is saved for principal ${principalId}`,
              json: { useSavedCredentials: false, credentials: bearerCredentials(credentials) },
              secret: credentials.token,
            };
      const url = jobPath(principalId, jobId, "validateCredentials");
      const repeat = { repeatable: true, isHurried, isVerdict: saysNothingIsSaved };
      return graph.done({ ...what, method: "POST", url, ...repeat }, signal);
    },

    async settings(principalId, signal) {
      const trying = `reading the provisioning settings of principal ${principalId}`;
      const shape = (z: Z) =>
        z.object({ value: z.array(z.object({ key: z.string(), value: z.string().nullish() })) });
      const url = secretsPath(principalId);
      const { value } = await graph.read({ trying, url }, shape, signal);
      // Null, or no value at all, is a value that Graph does not show; "" is none.
      return value
        .map((each) => ({ key: each.key, value: each.value ?? "*" }))
        .filter((each) => each.value !== "");
    },

    saveSettings(principalId, settings, token, signal) {
      const trying = `writing the token into principal ${principalId}`;
      const value = settings.map((each) =>
        each.key === "SecretToken" ? { ...each, value: token } : each,
      );
      const url = secretsPath(principalId);
      return graph.done({ trying, method: "PUT", url, json: { value }, secret: token }, signal);
    },

    startJob(principalId, jobId, signal) {
      const trying = `starting provisioning job ${jobId} of principal ${principalId}`;
      const url = jobPath(principalId, jobId, "start");
      return graph.done({ trying, method: "POST", url, repeatable: true }, signal);
    },
  };
}

const SELECT = "$select=id,displayName,applicationTemplateId";

function bearerCredentials(given: { readonly baseAddress: string; readonly token: string }) {
  return [
    { key: "BaseAddress", value: given.baseAddress },
    { key: "SecretToken", value: given.token },
  ];
}

/** Not an outage of Graph's: its answer to a test where nothing is saved, so it is not asked again. */
export function saysNothingIsSaved({ status, body }: Pick<Answer, "status" | "body">): boolean {
  return status === 500 && /Requested value '[^']*' was not found/.test(body);
}
