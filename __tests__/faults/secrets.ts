/** What rotations, failures and reports leave behind, searched for every secret that they had. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { FaultRequest } from "../../sandbox/control/types";
import { PROVIDER, processesBelow } from "../../tour/processes";
import type { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { requestRotation } from "../../tour/request";
import { druvaScim } from "../cli/druva-scim";
import { makeIssue } from "../code-host/issues";
import { startCodeHost, TOKEN as CODE_HOST_TOKEN } from "../code-host/stand-in";
import { startRepository } from "./repository";
import type { Facts, Scenario } from "./scenario";
import { commandLinesWith, filesWith, secretsIn } from "./secret-scanner";

const BACKEND_PASSWORD = "S3cr3t-of-the-state-backend";
/** Go's parser quotes it whole where it cannot read it. */
const UNREADABLE = `postgres://states:${BACKEND_PASSWORD}@db.acme.example:no-port/states`;
const UNREACHABLE = `postgres://states:${BACKEND_PASSWORD}@127.0.0.1:1/states?sslmode=disable`;
/** Design: state, saved plans, errored.tfstate, the journal's pending entry. */
const ALLOWED = /\.tfstate(\.backup)?$|\.tfplan$|^(state-home\/druva-scim|journal)\//;

const NOTHING = { "on paper": [], "in files": [], "on command lines": [] };
const TRACED = { ...NOTHING, "the trace is there": true };

type Point = Pick<FaultRequest, "host" | "method" | "path">;
const WRITE: Point = {
  ...{ host: "entra", method: "PUT" },
  path: "/v1.0/servicePrincipals/*/synchronization/secrets",
};
const SIGN_IN: Point = { host: "entra", method: "POST", path: "*/oauth2/v2.0/token" };
const CONNECTION: Point = {
  ...{ host: "okta", method: "POST" },
  path: "/api/v1/apps/*/connections/default",
};
const USERS: Point = { host: "druva", method: "GET", path: "/insync/scim/Users" };

export function secrets(): readonly Scenario[] {
  return (
    [
      {
        name: "a rotation by a person, with TF_LOG=TRACE",
        expected: { ...TRACED, "exit code": 0 },
        run: () => searched("started", (watched) => rotation(watched, {})),
      },
      {
        name: "a rotation whose write is refused, with TF_LOG=TRACE",
        expected: { ...TRACED, "exit code": 1 },
        run: () =>
          searched("started", (watched) =>
            rotation(watched, { faults: () => [{ ...WRITE, status: 400 }] }),
          ),
      },
      {
        name: "a rotation by a person, killed while it writes, with TF_LOG=TRACE",
        expected: TRACED,
        run: () =>
          searched("started", (watched) =>
            rotation(watched, { faults: () => [{ ...WRITE, delayMs: 2_000 }], ends: "Terraform" }),
          ),
      },
      {
        name: "a rotation by a person, the provider crashes while it writes, with TF_LOG=TRACE",
        expected: { ...TRACED, "exit code": 1 },
        run: () =>
          searched("started", (watched) =>
            rotation(watched, {
              faults: () => [{ ...WRITE, delayMs: 2_000 }],
              ends: "druva provider",
            }),
          ),
      },
      ...(
        [
          ["Entra repeats the token that it is sent", WRITE, "the second token"],
          ["Okta repeats the token that it is sent", CONNECTION, "the second token"],
          ["Druva repeats the token that it is sent", USERS, "the second token"],
          ["Entra repeats the client secret that it is sent", SIGN_IN, "ARM_CLIENT_SECRET"],
        ] as const
      ).map(([name, point, secret]) => ({
        name: `a rotation in which ${name}, with TF_LOG=TRACE`,
        expected: { ...TRACED, "exit code": 1 },
        run: () =>
          searched("started, without stock providers", (watched) =>
            rotation(watched, {
              faults: () => [{ ...point, status: 400, body: repeating(watched.known[secret]) }],
            }),
          ),
      })),
      ...(
        [
          ["and succeeds", 0, undefined],
          ["and fails", 1, undefined], // the token works, and is used
          ["and is killed with everything that runs", null, "everything"],
        ] as const
      ).map(([name, exitCode, ends]) => ({
        name: `a rotation by a command that prints the token to both streams ${name}, with TF_LOG=TRACE`,
        expected: {
          ...TRACED,
          "a token was issued": true,
          ...(ends === undefined && { "exit code": 0 }),
        },
        run: () =>
          searched("started", (watched) =>
            rotation(watched, { byCommand: exitCode ?? "stays", ends }),
          ),
      })),
      {
        name: "comment, issues, page, metrics, calendar and report of a broken tenant",
        expected: { ...NOTHING, comments: 1, issues: 2 }, // broken, and undated
        run: () => searched("attached", brokenTenant),
      },
      ...(
        [
          ["cannot be read", UNREADABLE],
          ["leads nowhere", UNREACHABLE],
        ] as const
      ).map(([name, connection]) => ({
        name: `comment, issues, page and report where the backend's address ${name}`,
        expected: { ...NOTHING, "exit code of plan": 1, "the failure of init is told": true },
        run: () => searched("attached", (watched) => withoutBackend(watched, connection)),
      })),
    ] satisfies readonly Omit<Scenario, "group">[]
  ).map((each) => ({ ...each, group: "secrets" }));
}

/** Stock providers print whatever a vendor answers, and nothing outside of them can change that. */
type Providers = "attached" | "started" | "started, without stock providers";

interface Watched {
  readonly repository: RepositoryOnSandbox;
  /** By what each is called. */
  readonly known: Record<string, string>;
  /** What was printed, posted or written down for people. */
  readonly paper: string[];
}

/** Adopted, and a rotation is requested; what the play leaves behind is searched, and what runs meanwhile. */
async function searched(
  providers: Providers,
  play: (watched: Watched) => Promise<Facts>,
): Promise<Facts> {
  const repository = await startRepository({ startsProvider: providers !== "attached" });
  try {
    const { environment } = repository.sandbox;
    const known: Record<string, string> = {
      "the state backend's password": BACKEND_PASSWORD,
      "the code host's token": CODE_HOST_TOKEN,
    };
    for (const name of ["ARM_CLIENT_SECRET", "OKTA_API_TOKEN"]) {
      const secret = environment[name];
      if (secret === undefined) throw new Error(`The sandbox has no ${name}.`);
      known[name] = secret;
    }
    const watched: Watched = { repository, known, paper: [] };
    const playing = adopted(watched, providers).then(() => play(watched));
    const commandLines = commandLinesWith(() => known, playing);
    const facts = await playing;
    return { ...facts, ...found(watched, await commandLines) };
  } finally {
    await repository.stop();
  }
}

async function adopted({ repository, known, paper }: Watched, providers: Providers): Promise<void> {
  const first = await repository.generate();
  known["the first token"] = first;
  const today = await repository.today();
  await repository.configure((config) => {
    config.setIn(["tenants", "acme", "issuedOn"], today);
    const bindings = ["tenants", "acme", "bindings"];
    config.deleteIn([...bindings, "okta", 1]);
    if (providers !== "started, without stock providers") return;
    config.deleteIn([...bindings, "okta", 0, "through"]);
    config.deleteIn([...bindings, "entra", 2]);
    config.deleteIn([...bindings, "entra", 1, "through"]);
  });
  const deployed = await repository.deploy(first);
  if (deployed.exitCode !== 0) throw new Error(deployed.output);
  paper.push(deployed.output);
  await requestRotation(repository, 2, "yearly");
}

interface Rotation {
  /** Known once the new token is. */
  readonly faults?: () => readonly FaultRequest[];
  /** What is ended while a request meets a fault, or the command stays. */
  readonly ends?: "Terraform" | "druva provider" | "everything" | undefined;
  /** A command issues; how it ends. */
  readonly byCommand?: 0 | 1 | "stays";
}

/** Prints what it issues to both streams; $1: its folder, $2: how it ends. */
const ISSUER = `druva-issue | tee "$1/answer" | tee /dev/stderr; : > "$1/printed"
if [ "$2" = stays ]; then exec sleep 60; fi; exit "$2"`;

/** Plans, shows and applies with everything that Terraform and the provider can log. */
async function rotation(
  { repository, known, paper }: Watched,
  { faults = () => [], ends, byCommand }: Rotation,
): Promise<Facts> {
  const { directory, control } = repository.sandbox;
  const [logs, issuer] = [join(directory, "logs"), join(directory, "issuer")];
  for (const folder of [logs, issuer]) mkdirSync(folder);
  const answer = join(issuer, "answer");
  if (byCommand !== undefined)
    await repository.configure((config) => {
      config.setIn(["tenants", "acme", "issuer"], {
        kind: "command",
        command: ["/bin/sh", "-c", ISSUER, "issuer", issuer, String(byCommand)],
        environment: ["DRUVA_SCIM_SANDBOX_CONTROL", "DRUVA_SCIM_SANDBOX_CA"],
      });
    });
  const log = join(logs, "trace.log");
  const stack = (await repository.stack()).with({
    ...{ TF_LOG: "TRACE", TF_LOG_PATH: log, PG_CONN_STR: UNREADABLE },
    ...{ GITHUB_TOKEN: CODE_HOST_TOKEN, DRUVA_SCIM_JOURNAL_DIR: join(directory, "journal") },
  });
  const plan = join(stack.folder, "saved.tfplan");
  for (const args of [
    ["plan", "-input=false", "-no-color", `-out=${plan}`],
    ["show", "-no-color", plan],
    ["plan", "-input=false", "-json"],
  ])
    paper.push((await stack.run(...args)).output);
  const handedOver: Record<string, string> = {};
  if (byCommand === undefined) {
    known["the second token"] = await repository.generate();
    handedOver["DRUVA_SCIM_TOKEN_ACME"] = known["the second token"];
  }
  for (const fault of faults()) await control.faults.add(fault);
  const apply = stack.with(handedOver).start("apply", "-input=false", "-auto-approve", "-no-color");
  let isOver = false;
  void apply.finished.then(() => (isOver = true));
  const isThere = async () =>
    byCommand === undefined
      ? (await control.faults.list()).some(({ seen }) => seen > 0)
      : existsSync(join(issuer, "printed"));
  while (!isOver && !(await isThere())) await pause(20);
  if (existsSync(answer))
    known["the second token"] = (
      JSON.parse(readFileSync(answer, "utf8")) as { token: string }
    ).token;
  if (ends !== undefined) {
    const below = await processesBelow(apply.pid);
    const providers = below.filter(({ command }) => command.includes(PROVIDER));
    if (ends === "druva provider") for (const { pid } of providers) process.kill(pid, "SIGABRT");
    else process.kill(apply.pid, "SIGKILL");
    if (ends === "everything") for (const { pid } of below) process.kill(pid, "SIGKILL");
  }
  const { exitCode, output } = await apply.finished;
  paper.push(output);
  return {
    "exit code": exitCode,
    "a token was issued": known["the second token"] !== undefined,
    "the trace is there": readFileSync(log, "utf8").includes("druva_scim_token"),
  };
}

/** As a proxy or a vendor that quotes the request. */
function repeating(sent = ""): object {
  const words = `Cannot use ${sent}.`;
  return {
    ...{ error: { code: "BadRequest", message: words }, error_description: words },
    ...{ errorCode: "E0000001", errorSummary: words, errorCauses: [{ errorSummary: words }] },
    ...{ detail: words, schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"] },
  };
}

const VIEWS = [
  ["plan", "--comment", "--pull-request", "1"],
  ["plan", "--json"],
  ["drift", "--issues", "--report", "drift.json"],
  ["status", "--html", "status.html"],
  ["status", "--json"],
  ["metrics", "--output", "metrics.prom", "--drift-report", "drift.json"],
  ["metrics", "--json"],
  ["calendar", "--output", "tokens.ics"],
  ["calendar", "--json"],
  ["preflight"],
  ["doctor"],
  ["journal", "list"],
] as const;

/** Where somebody has overwritten the token of an application. */
async function brokenTenant(watched: Watched): Promise<Facts> {
  const { control } = watched.repository.sandbox;
  const theirs = await control.generateForeignToken();
  watched.known["somebody else's token"] = theirs;
  await control.hold("entra/00000000-0000-0000-0000-0000000000aa", theirs.slice(1));
  const { comments, issues } = await reported(watched, {
    ...{ PG_CONN_STR: UNREADABLE, DRUVA_SCIM_TOKEN_ACME: theirs },
  });
  return { comments, issues };
}

/** The state moves to a PostgreSQL that cannot be used. */
async function withoutBackend(watched: Watched, connection: string): Promise<Facts> {
  await watched.repository.configure((config) =>
    config.set("backend", { pg: { schema_name: "{stack}" } }),
  );
  const { exitCodes } = await reported(watched, { PG_CONN_STR: connection });
  return {
    "exit code of plan": exitCodes[0] ?? 0,
    "the failure of init is told": watched.paper.some((text) => /terraform init/.test(text)),
  };
}

/** All that the CLI shows, and what a code host then has. */
async function reported(
  { repository, paper }: Watched,
  variables: Readonly<Record<string, string>>,
): Promise<{
  readonly comments: number;
  readonly issues: number;
  readonly exitCodes: readonly (number | undefined)[];
}> {
  const host = await startCodeHost();
  try {
    makeIssue(host.issues, { title: "Rotate" }, true);
    const exitCodes: (number | undefined)[] = [];
    for (const args of VIEWS) {
      const env = { ...host.environment, ...variables };
      const { code, out, errors } = await druvaScim(repository, args, { env });
      exitCodes.push(code);
      paper.push(out, errors);
    }
    paper.push(JSON.stringify([host.issues, host.pulls]));
    const comments = host.issues[0]?.comments.length ?? 0;
    return { comments, issues: host.issues.length - 1, exitCodes };
  } finally {
    await host.stop();
  }
}

/** Names of secrets, and where they are. */
function found({ repository, known, paper }: Watched, commandLines: readonly string[]): Facts {
  const folders = ["repository", "tmp", "state-home", "journal", "logs"];
  const files = folders.flatMap((folder) => {
    const below = join(repository.sandbox.directory, folder);
    if (!existsSync(below)) return []; // nobody has made it
    const isAllowed = (path: string) => ALLOWED.test(path) || ALLOWED.test(`${folder}/${path}`);
    return filesWith(below, known, isAllowed).map((each) => `${folder}/${each}`);
  });
  return {
    "on paper": secretsIn(paper.join("\n"), known),
    "in files": files,
    "on command lines": commandLines,
  };
}
