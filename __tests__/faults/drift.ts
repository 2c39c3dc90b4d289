/** Drift of every kind that can be observed: its exit code, its word, and whether its sentence names the binding. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Document } from "yaml";
import { z } from "zod";
import type { FindingKind } from "../../cli/outlook/outlook";
import type { HolderId } from "../../sandbox/control/types";
import type { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { requestRotation } from "../../tour/request";
import { druvaScim } from "../cli/druva-scim";
import { startRepository } from "./repository";
import type { Facts, Scenario } from "./scenario";

const ENGINEERING = "entra/00000000-0000-0000-0000-0000000000aa" as const;
const SALES = "entra/00000000-0000-0000-0000-0000000000ab" as const;
const BY_API = "okta/0oaDruvaApi" as const;
const BY_PERSON = "okta/0oaDruvaPerson" as const;
const COMMAND = "command/other-idp" as const;
const ALL: readonly HolderId[] = [ENGINEERING, SALES, BY_API, BY_PERSON, COMMAND];
/** As the config names them. */
const NAMES: Readonly<Record<string, string>> = {
  [ENGINEERING]: "Druva Engineering",
  [SALES]: "Druva Sales",
  [BY_API]: "Druva by API",
  [BY_PERSON]: "Druva 2.0",
  [COMMAND]: "other-idp",
};
const TENANT = ["tenants", "acme"] as const;
const BINDINGS = [...TENANT, "bindings"] as const;

const report = z.object({
  findings: z.array(z.object({ kind: z.string(), subject: z.string(), what: z.string() })),
});

interface Row {
  readonly name: string;
  readonly short?: boolean;
  /** docs/drift.md's exit code, and each finding as "kind subject". */
  readonly code: number;
  readonly findings: readonly `${FindingKind} ${string}`[];
  /** It cannot be put back: the row has a sandbox of its own. */
  readonly forGood?: boolean;
  breaks(repository: RepositoryOnSandbox): Promise<unknown>;
}

const FORBIDDEN = {
  error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" },
};

const rows: readonly Row[] = [
  { name: "nothing", code: 0, findings: [], breaks: async () => {} },
  {
    ...{ name: "another token was generated", forGood: true, code: 5 },
    // Every binding's test fails with it, as far as the vendors test.
    findings: ["broken token", ...ALL.map((each) => `broken ${each}` as const)],
    breaks: ({ sandbox }) => sandbox.control.generateToken(),
  },
  overwritten(ENGINEERING, true),
  overwritten(SALES),
  overwritten(BY_API),
  overwritten(BY_PERSON),
  overwritten(COMMAND),
  {
    ...{ name: "an Okta connection is not ENABLED", code: 5, findings: [`broken ${BY_API}`] },
    breaks: ({ sandbox }) => sandbox.control.hold(BY_API, null),
  },
  {
    ...{ name: "a provisioning job is paused", code: 9, findings: [`stopped ${ENGINEERING}`] },
    breaks: ({ sandbox }) => pauseJob(sandbox.control),
  },
  {
    ...{
      name: "a slash is added to the SCIM URL in Entra, which still works",
      code: 0,
      findings: [],
    },
    breaks: ({ sandbox }) =>
      sandbox.control
        .settings(ENGINEERING)
        .then(({ BaseAddress }) =>
          sandbox.control.setSettings(ENGINEERING, { BaseAddress: `${BaseAddress}/` }),
        ),
  },
  {
    ...{
      name: "a merged change is not deployed",
      code: 4,
      findings: [`drifted ${SALES}`, "drifted token"],
    },
    breaks: (repository) =>
      repository.configure((config) => config.deleteIn([...BINDINGS, "entra", 1, "through"])),
  },
  {
    ...{ name: "a merged rotation is not deployed", code: 4, findings: ["drifted token"] },
    breaks: (repository) => requestRotation(repository, 2, "yearly"),
  },
  {
    ...{ name: "a person has not entered the new token yet", forGood: true, code: 7 },
    findings: [`waiting ${BY_PERSON}`],
    async breaks(repository) {
      await requestRotation(repository, 2, "yearly");
      await deployed(repository, await repository.generate());
    },
  },
  {
    ...{
      name: "Entra lets nobody test",
      code: 6,
      findings: [`blind ${ENGINEERING}`, `blind ${SALES}`],
    },
    breaks: ({ sandbox }) => untestable(sandbox.control),
  },
  {
    ...{ name: "Okta does not answer", code: 6, findings: ["blind plan"] },
    breaks: ({ sandbox }) =>
      sandbox.control.faults.add({ host: "okta", method: "*", path: "*", status: 503 }),
  },
  {
    ...{ name: "Druva does not answer", code: 6 },
    findings: ["blind token", `blind ${ENGINEERING}`, `blind ${SALES}`, `blind ${COMMAND}`],
    breaks: ({ sandbox }) =>
      sandbox.control.faults.add({ host: "druva", method: "*", path: "*", status: 503 }),
  },
  {
    ...{ name: "the identity has expired", code: 6, findings: ["blind plan", "blind plan"] },
    breaks: ({ sandbox }) =>
      sandbox.control.faults.add({
        ...{ host: "entra", method: "POST", path: "*/oauth2/v2.0/token", status: 401 },
        body: { error: "invalid_client", error_description: "AADSTS7000222: expired." },
      }),
  },
  {
    ...{
      name: "nobody can test it, as the config says",
      code: 8,
      findings: [`unproven ${ENGINEERING}`],
    },
    async breaks(repository) {
      await repository.configure((config) =>
        config.setIn([...BINDINGS, "entra", 0, "untestable"], "the identity may not test"),
      );
      await untestable(repository.sandbox.control, "*aa*");
      await deployed(repository);
    },
  },
  {
    ...{ name: "the token is due", forGood: true, code: 3, findings: ["due token"] },
    breaks: ({ sandbox }) => sandbox.control.clock.advance({ days: 340 }),
  },
  {
    ...{ name: "the token is due, and an application holds another one", forGood: true, code: 5 },
    findings: [`broken ${ENGINEERING}`, "due token"],
    async breaks({ sandbox: { control } }) {
      await control.clock.advance({ days: 340 });
      await control.hold(ENGINEERING, "somebody-elses-token");
    },
  },
];

export function drift(): readonly Scenario[] {
  return rows.map((row) => ({
    ...{ group: "drift", name: row.name, short: row.short ?? false },
    expected: {
      "exit code": row.code,
      findings: [...row.findings].sort(),
      "sentences that do not name their binding": 0,
    },
    run: () => playRow(row),
  }));
}

function overwritten(holder: HolderId, short = false): Row {
  return {
    ...{ name: `somebody overwrites the token in ${holder}`, short, code: 5 },
    findings: [`broken ${holder}`],
    async breaks({ sandbox: { control } }) {
      await control.hold(holder, "somebody-elses-token");
      if (holder.startsWith("okta/")) await control.cycle(holder); // Okta shows it once it used it
    },
  };
}

type Control = RepositoryOnSandbox["sandbox"]["control"];

async function untestable({ faults }: Control, principal = "*"): Promise<void> {
  const path = `/v1.0/servicePrincipals/${principal}/validateCredentials`;
  await faults.add({ host: "entra", method: "POST", path, status: 403, body: FORBIDDEN });
}

/** As Graph shows it; the control API has no job of its own. */
async function pauseJob({ faults, journal }: Control): Promise<void> {
  const [asking] = await journal.list({
    path: "/v1.0/servicePrincipals/*aa/synchronization/jobs/*",
  });
  const id = /\/jobs\/([^/?]+)/.exec(asking?.url ?? "")?.[1];
  const job = {
    ...{ id, templateId: "scim" },
    schedule: { expiration: null, interval: "PT40M", state: "Disabled" },
    status: { code: "Paused", countSuccessiveCompleteFailures: 0, quarantine: null },
  };
  const jobs = `/v1.0/servicePrincipals/*aa/synchronization/jobs`;
  const asked = { host: "entra", method: "GET", status: 200 } as const;
  await faults.add({ ...asked, path: jobs, body: { value: [job] } });
  await faults.add({ ...asked, path: `${jobs}/*`, body: job });
}

async function deployed(repository: RepositoryOnSandbox, token?: string): Promise<void> {
  const { exitCode, output } = await repository.deploy(token);
  if (exitCode !== 0) throw new Error(output);
}

/** Adopted with every binding of druva-scim.yaml but the one whose job Terraform makes. */
interface Adopted {
  readonly repository: RepositoryOnSandbox;
  /** Puts back what a row has broken. */
  readonly restore: () => Promise<void>;
}

async function adopted(): Promise<Adopted> {
  const repository = await startRepository();
  const { control } = repository.sandbox;
  const today = await repository.today();
  await repository.configure((config: Document) => {
    config.setIn([...TENANT, "issuedOn"], today);
    config.deleteIn([...BINDINGS, "entra", 2]);
  });
  const token = await repository.generate();
  await repository.enterInOkta("0oaDruvaPerson", token);
  await control.cycle(BY_PERSON);
  await deployed(repository, token);
  await control.clock.advance({ days: 1 });
  await control.cycle(BY_PERSON); // shows that the app works since
  await deployed(repository);
  const config = readFileSync(repository.configFile, "utf8");
  const stateFile = join(repository.folder, "terraform.druva-scim-acme.tfstate");
  const state = readFileSync(stateFile);
  const settings = await control.settings(ENGINEERING);
  return {
    repository,
    async restore() {
      await control.faults.clear();
      await control.setSettings(ENGINEERING, settings);
      for (const holder of ALL) {
        await control.hold(holder, token);
        await control.clock.advance({ days: 1 }); // a job in quarantine tries again
        await control.cycle(holder);
      }
      writeFileSync(stateFile, state);
      writeFileSync(repository.configFile, config);
      await repository.configure(() => {}); // so that it is synthesized anew
    },
  };
}

let shared: Promise<Adopted> | undefined;

/** The sandbox that rows share. */
export async function endDrift(): Promise<void> {
  await (await shared)?.repository.stop();
  shared = undefined;
}

async function playRow(row: Row): Promise<Facts> {
  if (row.forGood === true) {
    const { repository } = await adopted();
    try {
      return await driftOf(repository, row);
    } finally {
      await repository.stop();
    }
  }
  const { repository, restore } = await (shared ??= adopted());
  try {
    return await driftOf(repository, row);
  } finally {
    await restore();
  }
}

async function driftOf(repository: RepositoryOnSandbox, row: Row): Promise<Facts> {
  await row.breaks(repository);
  const file = join(repository.folder, "drift.json");
  const { code = 1, out } = await druvaScim(repository, ["drift", "--report", file]);
  const { findings } = report.parse(JSON.parse(readFileSync(file, "utf8")));
  const nameless = findings.filter(({ subject, what }) => {
    const name = NAMES[subject];
    return name !== undefined && !(what.includes(name) && out.includes(name));
  });
  return {
    "exit code": code,
    findings: findings.map(({ kind, subject }) => `${kind} ${subject}`).sort(),
    "sentences that do not name their binding": nameless.length,
  };
}
