/** synchronization/jobs: list, get, create, start, pause, restart. */
import { z } from "zod";
import type { Server } from "../server";
import type { Directory } from "./directory";
import { graphError, notFound } from "./errors";
import { clearQuarantine, newJob, pause, shownJob, start, type JobModel } from "./job";

export const JOBS_PATH = "/v1.0/servicePrincipals/:id/synchronization/jobs";
export interface ByJob {
  Params: { id: string; job: string };
}

const createBody = z.looseObject({ templateId: z.string().min(1) });
const restartBody = z.object({ criteria: z.object({ resetScope: z.string().default("") }) });

export function serveJobs(server: Server, directory: Directory): void {
  const jobOf = (params: ByJob["Params"]) => findJob(directory, params);

  server.get<{ Params: { id: string } }>(JOBS_PATH, async ({ params }) => {
    return { value: directory.principal(params.id).jobs.map(shownJob) };
  });
  server.post<{ Params: { id: string } }>(JOBS_PATH, async ({ params, body }, reply) => {
    const principal = directory.principal(params.id);
    const read = createBody.safeParse(body);
    if (!read.success) throw graphError(400, "A templateId is expected.");
    const job = newJob(read.data.templateId);
    principal.jobs.push(job);
    return reply.code(201).send(shownJob(job));
  });
  server.get<ByJob>(`${JOBS_PATH}/:job`, async ({ params }) => shownJob(jobOf(params)));
  server.delete<ByJob>(`${JOBS_PATH}/:job`, async ({ params }, reply) => {
    const job = jobOf(params);
    const { jobs } = directory.principal(params.id);
    jobs.splice(jobs.indexOf(job), 1);
    return reply.code(204).send();
  });
  server.post<ByJob>(`${JOBS_PATH}/:job/start`, async ({ params }, reply) => {
    start(jobOf(params));
    return reply.code(204).send();
  });
  server.post<ByJob>(`${JOBS_PATH}/:job/pause`, async ({ params }, reply) => {
    pause(jobOf(params));
    return reply.code(204).send();
  });
  server.post<ByJob>(`${JOBS_PATH}/:job/restart`, async ({ params, body }, reply) => {
    const job = jobOf(params);
    const read = restartBody.safeParse(body);
    if (!read.success) throw graphError(400, "Criteria with a resetScope are expected.");
    // An empty scope evaluates everything anew.
    const scope = read.data.criteria.resetScope;
    if (scope === "" || /Full|QuarantineState/.test(scope)) clearQuarantine(job);
    return reply.code(204).send();
  });
}

export function findJob(directory: Directory, { id, job: jobId }: ByJob["Params"]): JobModel {
  const job = directory.principal(id).jobs.find((each) => each.id === jobId);
  if (job === undefined) throw notFound(jobId);
  return job;
}
