/** A signed-in application: how tests call Graph. */
import type { Sandbox } from "../../../sandbox/sandbox";
import type { Answer, Asked, Caller } from "../people";

export const AA = "00000000-0000-0000-0000-0000000000aa";
export const AB = "00000000-0000-0000-0000-0000000000ab";
export const AC = "00000000-0000-0000-0000-0000000000ac";
/** Nobody has set it up yet. */
export const AD = "00000000-0000-0000-0000-0000000000ad";

export interface Job {
  readonly id: string;
  readonly schedule: { readonly state: string; readonly interval: string };
  readonly status: {
    readonly code: string;
    readonly quarantine: { readonly reason: string; readonly nextAttempt: string } | null;
    readonly lastExecution: { readonly error: { readonly code: string } | null } | null;
  };
}
export interface GraphProblem {
  readonly error: { readonly code: string; readonly message: string; readonly innerError: object };
}
export type Graph = (path: string, asked?: Asked) => Promise<Answer>;

export async function signIn(sandbox: Sandbox, ask: Caller): Promise<Graph> {
  const { ARM_METADATA_HOSTNAME, ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET } =
    sandbox.environment;
  const answer = await ask(`https://${ARM_METADATA_HOSTNAME}/${ARM_TENANT_ID}/oauth2/v2.0/token`, {
    method: "POST",
    form: {
      grant_type: "client_credentials",
      client_id: ARM_CLIENT_ID ?? "",
      client_secret: ARM_CLIENT_SECRET ?? "",
      scope: `https://${ARM_METADATA_HOSTNAME}/.default`,
    },
  });
  const authorization = `Bearer ${answer.json<{ access_token: string }>().access_token}`;
  return (path, asked = {}) =>
    ask(`https://${ARM_METADATA_HOSTNAME}${path}`, {
      ...asked,
      headers: { authorization, ...asked.headers },
    });
}

export const sync = (principal: string, path: string) =>
  `/v1.0/servicePrincipals/${principal}/synchronization${path}`;

export async function firstJob(graph: Graph, principal: string): Promise<Job> {
  const [job] = (await graph(sync(principal, "/jobs"))).json<{ value: Job[] }>().value;
  if (job === undefined) throw new Error(`${principal} has no job.`);
  return job;
}
