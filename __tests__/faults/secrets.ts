/** What rotations, failures and reports leave behind, searched for every secret that they had. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { requestRotation } from "../../tour/request";
import { druvaScim } from "../cli/druva-scim";
import { makeIssue } from "../code-host/issues";
import { startCodeHost, TOKEN as CODE_HOST_TOKEN } from "../code-host/stand-in";
import type { Facts, Scenario } from "./scenario";
import { commandLinesWith, filesWith, type Secrets, secretsIn } from "./secret-scanner";

const BACKEND_PASSWORD = "S3cr3t-of-the-state-backend";
const CONNECTION = `postgres://states:${BACKEND_PASSWORD}@db.acme.example:5432/states`;
/** Design: state, saved plans, errored.tfstate, the journal's pending entry. */
const ALLOWED = /\.tfstate(\.backup)?$|\.tfplan$|^(state-home\/druva-scim|journal)\//;

const NOTHING = { "on paper": [], "in files": [], "on command lines": [] };

export function secrets(): readonly Scenario[] {
  return (
    [
      {
        name: "a rotation by a person, with TF_LOG=TRACE",
        expected: { ...NOTHING, "exit code": 0, "the trace is there": true },
        run: () => traced(async () => {}),
      },
      {
        name: "a rotation whose write is refused, with TF_LOG=TRACE",
        expected: { ...NOTHING, "exit code": 1, "the trace is there": true },
        run: () =>
          traced(async ({ sandbox }) => {
            const path = "/v1.0/servicePrincipals/*/synchronization/secrets";
            await sandbox.control.faults.add({ host: "entra", method: "PUT", path, status: 400 });
          }),
      },
      {
        name: "a rotation by a person, killed while it writes, with TF_LOG=TRACE",
        expected: { ...NOTHING, "the trace is there": true },
        run: () =>
          traced(async ({ sandbox }) => {
            const path = "/v1.0/servicePrincipals/*/synchronization/secrets";
            await sandbox.control.faults.add({
              host: "entra",
              method: "PUT",
              path,
              delayMs: 2_000,
            });
          }, "SIGKILL"),
      },
      {
        name: "comment, issues, page and report of a broken tenant",
        expected: { ...NOTHING, comments: 1, issues: 2 }, // broken, and undated
        run: reported,
      },
    ] satisfies readonly Omit<Scenario, "group">[]
  ).map((each) => ({ ...each, group: "secrets" }));
}

interface Watched {
  readonly repository: RepositoryOnSandbox;
  readonly known: Record<string, string>;
  /** What was printed. */
  readonly paper: string[];
}

/** Adopted, and a rotation is requested. */
async function watched(startsProvider: boolean): Promise<Watched> {
  const repository = await RepositoryOnSandbox.start({ startsProvider });
  const { environment } = repository.sandbox;
  const known: Record<string, string> = {
    "the state backend's password": BACKEND_PASSWORD,
    "the code host's token": CODE_HOST_TOKEN,
  };
  for (const name of ["ARM_CLIENT_SECRET", "OKTA_API_TOKEN"]) known[name] = environment[name] ?? "";
  const first = await repository.generate();
  known["the first token"] = first;
  const today = await repository.today();
  await repository.configure((config) => {
    config.setIn(["tenants", "acme", "issuedOn"], today);
    config.deleteIn(["tenants", "acme", "bindings", "okta", 1]);
  });
  const deployed = await repository.deploy(first);
  if (deployed.exitCode !== 0) throw new Error(deployed.output);
  await requestRotation(repository, 2, "yearly");
  return { repository, known, paper: [deployed.output] };
}

/** Plans, shows and applies with everything that Terraform and the provider can log. */
async function traced(
  breaks: (repository: RepositoryOnSandbox) => Promise<unknown>,
  signal?: "SIGKILL",
): Promise<Facts> {
  const { repository, known, paper } = await watched(true);
  const { directory, control } = repository.sandbox;
  try {
    const logs = join(directory, "logs");
    mkdirSync(logs);
    const log = join(logs, "trace.log");
    const variables = { TF_LOG: "TRACE", TF_LOG_PATH: log, PG_CONN_STR: CONNECTION };
    const stack = (await repository.stack()).with(variables);
    const plan = join(stack.folder, "saved.tfplan");
    for (const args of [
      ["plan", "-input=false", "-no-color", `-out=${plan}`],
      ["show", "-no-color", plan],
      ["plan", "-input=false", "-json"],
    ])
      paper.push((await stack.run(...args)).output);
    const second = await repository.generate();
    known["the second token"] = second;
    await breaks(repository);
    const apply = stack
      .with({ DRUVA_SCIM_TOKEN_ACME: second })
      .start("apply", "-input=false", "-auto-approve", "-no-color");
    const lines = commandLinesWith(() => known, apply.finished);
    if (signal !== undefined) {
      while (!(await control.faults.list()).some(({ seen }) => seen > 0)) {
        // The deploy is not there yet.
      }
      process.kill(apply.pid, signal);
    }
    const { exitCode, output } = await apply.finished;
    paper.push(output);
    return {
      "exit code": exitCode,
      "the trace is there": readFileSync(log, "utf8").includes("druva_scim_token"),
      ...(await found({ repository, known, paper }, await lines)),
    };
  } finally {
    await repository.stop();
  }
}

/** Where somebody has overwritten the token of an application. */
async function reported(): Promise<Facts> {
  const [host, { repository, known, paper }] = await Promise.all([startCodeHost(), watched(false)]);
  try {
    makeIssue(host.issues, { title: "Rotate" }, true);
    const { control } = repository.sandbox;
    const theirs = await control.generateForeignToken();
    known["somebody else's token"] = theirs;
    await control.hold("entra/00000000-0000-0000-0000-0000000000aa", theirs.slice(1));
    const env = { ...host.environment, PG_CONN_STR: CONNECTION, DRUVA_SCIM_TOKEN_ACME: theirs };
    const runs = (async () => {
      for (const args of [
        ["plan", "--comment", "--pull-request", "1"],
        ["plan", "--json"],
        ["drift", "--issues", "--report", "drift.json"],
        ["status", "--html", "status.html"],
        ["doctor"],
        ["journal", "list"],
      ]) {
        const { out, errors } = await druvaScim(repository, args, { env });
        paper.push(out, errors);
      }
    })();
    const lines = await commandLinesWith(() => known, runs);
    await runs;
    paper.push(JSON.stringify([host.issues, host.pulls]));
    return {
      comments: host.issues[0]?.comments.length ?? 0,
      issues: host.issues.length - 1,
      ...(await found({ repository, known, paper }, lines)),
    };
  } finally {
    await Promise.all([host.stop(), repository.stop()]);
  }
}

/** Names of secrets, and where they are. */
async function found(
  { repository, known, paper }: Watched,
  commandLines: readonly string[],
): Promise<Facts> {
  const secretsOf: Secrets = known;
  const folders = ["repository", "tmp", "state-home", "logs"];
  const files = folders.flatMap((folder) => {
    const below = join(repository.sandbox.directory, folder);
    try {
      return filesWith(
        below,
        secretsOf,
        (path) => ALLOWED.test(path) || ALLOWED.test(`${folder}/${path}`),
      );
    } catch {
      return []; // nobody has made it
    }
  });
  return {
    "on paper": secretsIn(paper.join("\n"), secretsOf),
    "in files": files,
    "on command lines": commandLines,
  };
}
