/** Where the state lies, and that Terraform runs here: remote execution would take the token elsewhere. */
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

import type { BackendConfig } from "../../config/schema";
import { stackName } from "../../config/stack-name";
import { createHttp } from "../../provider/clients/http";
import { causeOf } from "../../provider/clients/vendor-error";
import { recordedStateFile } from "../terraform/recorded-backend";
import type { Tenant } from "../workspace/workspace";
import { type Check, fine, note, problem, warning } from "./check";

const REMOTE_EXECUTION =
  "Set its execution mode to Local (Settings > General): the provider, its journal and your commands run where you deploy, and a remote run would hold the token.";

const NO_BACKEND =
  "Name a backend with access control in druva-scim.yaml before CI deploys: the state has the only copy of the token, and CI refuses a local file. druva-scim init --backend shows what to write.";

export async function checkBackend(tenant: Tenant, signal: AbortSignal): Promise<Check> {
  const name = `state of ${tenant.name}`;
  const { backend } = tenant.workspace.config;
  const [type = "local"] = Object.keys(backend ?? {});
  if (type === "local") return checkLocal(name, tenant, backend);
  if (type !== "remote" && type !== "cloud") return fine(name, `in backend ${type}`);
  const workspace = workspaceIn(backend, type, stackName(tenant.name));
  if (workspace === undefined) {
    return warning(name, `backend ${type}, whose workspace is not named`, REMOTE_EXECUTION);
  }
  return checkExecution(`execution of ${tenant.name}`, workspace, tenant, signal);
}

interface HcpWorkspace {
  readonly host: string;
  readonly organization: string;
  readonly workspace: string;
}

const hcp = z.object({
  hostname: z.string().default("app.terraform.io"),
  organization: z.string(),
  workspaces: z
    .union([z.object({ name: z.string() }), z.array(z.object({ name: z.string() })).min(1)])
    .transform((given) => (Array.isArray(given) ? (given[0]?.name ?? "") : given.name)),
});

function workspaceIn(
  backend: BackendConfig | undefined,
  type: string,
  stack: string,
): HcpWorkspace | undefined {
  const read = hcp.safeParse(backend?.[type]);
  if (!read.success) return undefined;
  const { hostname: host, organization, workspaces } = read.data;
  return { host, organization, workspace: workspaces.replaceAll("{stack}", stack) };
}

const answer = z.object({
  data: z.object({ attributes: z.object({ "execution-mode": z.string() }) }),
});

/** By the Workspaces API of HCP Terraform and Terraform Enterprise. */
async function checkExecution(
  name: string,
  { host, organization, workspace }: HcpWorkspace,
  { workspace: { environment } }: Tenant,
  signal: AbortSignal,
): Promise<Check> {
  const where = `${host}, workspace ${organization}/${workspace}`;
  const unknown = (why: string) =>
    warning(name, `${where}: ${why}, so its execution mode is not known`, REMOTE_EXECUTION);
  const token = await tokenFor(host, environment);
  if (token === undefined) return unknown(`there is no token of ${host} here`);
  const path = `organizations/${encodeURIComponent(organization)}/workspaces/${encodeURIComponent(workspace)}`;
  try {
    const { status, body } = await createHttp({ environment, retries: 1 }).send(
      {
        method: "GET",
        url: `https://${host}/api/v2/${path}`,
        headers: { authorization: `Bearer ${token}`, accept: "application/vnd.api+json" },
      },
      signal,
    );
    if (status !== 200) return unknown(`it answered ${status}`);
    const { "execution-mode": mode } = answer.parse(JSON.parse(body)).data.attributes;
    return mode === "local"
      ? fine(name, `${where}: local`)
      : problem(name, `${where}: "${mode}", which is not supported`, REMOTE_EXECUTION);
  } catch (error) {
    signal.throwIfAborted();
    return unknown(`it could not be asked (${causeOf(error)})`);
  }
}

/** As Terraform finds it: TF_TOKEN_<host>, or what `terraform login` has left. */
async function tokenFor(host: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const variable = `TF_TOKEN_${host.replaceAll("-", "__").replaceAll(".", "_")}`;
  const given = environment[variable];
  if (given) return given;
  const file = join(environment["HOME"] || homedir(), ".terraform.d", "credentials.tfrc.json");
  const shape = z.object({ credentials: z.record(z.string(), z.object({ token: z.string() })) });
  try {
    return shape.parse(JSON.parse(await readFile(file, "utf8"))).credentials[host]?.token;
  } catch {
    return undefined;
  }
}

/** It holds the token; Terraform writes it readable for everybody. */
async function checkLocal(
  name: string,
  tenant: Tenant,
  backend: BackendConfig | undefined,
): Promise<Check> {
  const given = backend?.["local"]?.["path"];
  const stack = stackName(tenant.name);
  const file =
    typeof given === "string"
      ? given.replaceAll("{stack}", stack)
      : join(tenant.workspace.folder, `terraform.${stack}.tfstate`);
  const found = await stat(file).catch(() => null);
  const before = await recordedStateFile(
    join(tenant.workspace.folder, "cdktf.out", "stacks", stack),
  );
  if (before !== null && before !== resolve(file) && found === null) {
    return problem(
      name,
      `the last init of this folder found it in ${before}; now it belongs in ${file}, where there is none`,
      `Was the folder moved or copied? Move the state there. If this is to be a new start: remove cdktf.out.`,
    );
  }
  if (found !== null && (found.mode & 0o077) !== 0) {
    return warning(
      name,
      `in a local file that others can read (${file}), and it holds the token`,
      `chmod 600 ${file}, or better: a remote backend with access control and locking.`,
    );
  }
  const where = `in a local file${found === null ? ", not there yet" : " that only you can read"} (${file})`;
  return backend === undefined
    ? note(name, `${where}, since no backend is configured`, NO_BACKEND)
    : fine(name, where);
}
