/** `druva-scim journal`: what interrupted rotations have left behind. A token in it is never shown. */
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";

import { foundIn, handoverVariables } from "../../provider/issuers/handover";
import { answerFileOf, forgetAnswers } from "../../provider/rotation/answers";
import { ROOM, spareJournalFolder, STAGES } from "../../provider/rotation/journal";
import type { Probe } from "../../provider/rotation/probe";
import { CliError } from "../terminal/cli-error";
import { Secret } from "../terminal/secret";
import { clientsOf } from "./tenant-clients";
import type { Tenant } from "./workspace";

export interface JournalEntry {
  readonly file: string;
  readonly tenant: string;
  readonly scimUrl: string;
  /**
   * "intent": the issuer was about to run, and may have. "issued": it has; the token is here.
   * "handed-over": a person's token was about to be bound. "committed": done, in state.
   * "superseded": it was issued, and another was handed over in its place. "unreadable": it may
   * hold a token too.
   */
  readonly stage: (typeof STAGES)[number] | "unreadable";
  /** Null where none was known yet. */
  readonly fingerprint: string | null;
  /** Of the token that was to be replaced. */
  readonly priorFingerprint: string | null;
  readonly rotationId: string | null;
  /** When the stage was reached. */
  readonly at: Date | null;
  /** It is of the SCIM URL that this tenant has now: a deploy looks at these alone. */
  readonly isCurrent: boolean;
  /** Why it is unreadable. */
  readonly problem: string | null;
  readonly token: Secret | null;
}

/** As the provider writes it. */
const written = z.object({
  version: z.literal(1),
  tenant: z.string(),
  scimUrl: z.string(),
  priorFingerprint: z.string().nullable(),
  rotationId: z.string(),
  stage: z.enum(STAGES),
  token: z.string().nullable(),
  fingerprint: z.string().nullable(),
  at: z.iso.datetime().transform((text) => new Date(text)),
});

/** Of one tenant, oldest first; unfinished ones that a crash left beside them as well. */
export async function entriesOf(tenant: Tenant): Promise<JournalEntry[]> {
  const { journalDir, scim } = clientsOf(tenant);
  const files = await Promise.all([journalDir, spareJournalFolder()].map(filesIn));
  const own = files.flat().filter((file) => {
    const name = basename(file);
    return name.startsWith(`${tenant.name}.`) && /\.json\b/.test(name) && !name.endsWith(ROOM);
  });
  const entries = await Promise.all(own.map((file) => read(file, tenant.name, scim.url)));
  return entries
    .filter((entry) => entry.tenant === tenant.name)
    .sort((one, other) => Number(one.at ?? 0) - Number(other.at ?? 0));
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (codeOf(error) === "ENOENT") return [];
    throw new CliError(`The journal's folder ${folder} cannot be read: ${String(error)}`, {
      todo: "Run this as the user that deploys, or name the folder in DRUVA_SCIM_JOURNAL_DIR.",
    });
  });
  return names.map((name) => join(folder, name));
}

async function read(file: string, tenant: string, scimUrl: string): Promise<JournalEntry> {
  const unreadable = (problem: string): JournalEntry => ({
    file,
    tenant,
    scimUrl,
    stage: "unreadable",
    fingerprint: null,
    priorFingerprint: null,
    rotationId: null,
    at: null,
    isCurrent: true,
    problem,
    token: null,
  });
  try {
    const found = written.parse(JSON.parse(await readFile(file, "utf8")));
    return {
      file,
      tenant: found.tenant,
      scimUrl: found.scimUrl,
      stage: found.stage,
      fingerprint: found.fingerprint,
      priorFingerprint: found.priorFingerprint,
      rotationId: found.rotationId,
      at: found.at,
      isCurrent: found.scimUrl === scimUrl,
      problem: null,
      token: found.token === null ? null : new Secret(found.token),
    };
  } catch (error) {
    // A parser's own words would quote the file.
    return unreadable(codeOf(error) ?? "it is not an entry of version 1");
  }
}

/** A system error's code, such as "EACCES". */
function codeOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error
    ? String(error.code)
    : undefined;
}

export interface Recovery {
  readonly entry: JournalEntry;
  /** Druva's answer to the token; null where the entry holds none. */
  readonly probe: Probe | null;
  /** What it means. */
  readonly finding: string;
  readonly todo: string;
}

/** What each unfinished entry means for the next deploy. Writes nothing. */
export async function recover(tenant: Tenant, signal: AbortSignal): Promise<Recovery[]> {
  const open = (await entriesOf(tenant)).filter(({ stage }) => stage !== "committed");
  return Promise.all(
    open.map(async (entry) => {
      const { token, isCurrent } = entry;
      // Never to another place than the one that the token is for.
      const probe =
        token === null || !isCurrent
          ? null
          : await clientsOf(tenant).scim.probe(token.reveal(), signal);
      return { entry, probe, ...(isCurrent ? meaningOf(entry, probe) : ofAnotherUrl(entry)) };
    }),
  );
}

function ofAnotherUrl({ scimUrl, token }: JournalEntry): Pick<Recovery, "finding" | "todo"> {
  return {
    finding: `It is of another SCIM URL, ${scimUrl}: a deploy with the present one does not look at it.`,
    todo:
      token === null
        ? "It holds no token; it can be purged."
        : "It holds a token: set scimUrl back, or purge it with --force.",
  };
}

function meaningOf(
  { stage, fingerprint, tenant, file, problem }: JournalEntry,
  probe: Probe | null,
): Pick<Recovery, "finding" | "todo"> {
  const name = fingerprint ?? "";
  switch (stage) {
    case "intent":
      return {
        finding: "The issuing command was about to run, and may have made a token.",
        todo: "Deploy again: what the command printed is used; if that is no whole answer, it is called with the same DRUVA_ROTATION_ID.",
      };
    case "issued":
      if (probe?.verdict === "accepted") {
        return {
          finding: `The token ${name} was issued and lives.`,
          todo: "Deploy again: it is picked up, and no other is issued.",
        };
      }
      return probe?.verdict === "rejected"
        ? {
            finding: `The token ${name} was issued, and Druva rejects it: another one was generated since.`,
            todo: `Hand over the valid token (druva-scim rotate). To purge this entry, set ${handoverVariables(tenant, null)[0] ?? ""} to the valid token first.`,
          }
        : {
            finding: `The token ${name} was issued; ${probe?.message ?? "Druva gave no verdict"}.`,
            todo: "Keep the entry, and look again when Druva answers.",
          };
    case "handed-over":
      return {
        finding: `The token ${name} was handed over, and the deploy did not come to its end. The token is not kept here.`,
        todo: `Run druva-scim rotate and give the same token again. If state has it already (druva-scim status), the next plan closes this entry.`,
      };
    case "superseded":
      return {
        finding: `The token ${name} was issued, and another one was handed over in its place. ${probe === null ? "" : `Asked about it: ${probe.message}.`}`,
        todo: "No deploy uses it. Where it is not needed, purge it.",
      };
    case "committed":
    case "unreadable":
      return {
        finding: `${file} cannot be read (${problem ?? ""}). It may hold a token of ${tenant}.`,
        todo: "Repair its permissions or contents; where the present token works, it can be purged with --force.",
      };
  }
}

interface Purge {
  readonly removed: readonly JournalEntry[];
  /** Kept, since they may hold the only copy of a working token, or keep a command from ending one. */
  readonly kept: readonly JournalEntry[];
}

/**
 * What can be removed: what is done, and a token that Druva rejects while it accepts another one of
 * the tenant's (in another entry, or handed over in the environment), so that the 401 is Druva's. An
 * intent is kept: its id alone tells the issuer that it ran before. What was handed over is kept: it
 * alone keeps an issuing command from ending that token. `force` removes all.
 */
export async function planPurge(
  tenant: Tenant,
  { force }: { readonly force: boolean },
  signal: AbortSignal,
): Promise<Purge> {
  const entries = await entriesOf(tenant);
  if (force) return { removed: entries, kept: [] };
  const probes = new Map(
    (await recover(tenant, signal)).map(({ entry, probe }) => [entry.file, probe?.verdict]),
  );
  const verdicts = new Set([...probes.values(), await verdictOnHandedOver(tenant, signal)]);
  const isRemovable = ({ file, stage, token }: JournalEntry) => {
    if (stage === "committed") return true;
    if (stage === "unreadable" || token === null) return false; // an intent, or handed over
    return probes.get(file) === "rejected" && verdicts.has("accepted");
  };
  return {
    removed: entries.filter(isRemovable),
    kept: entries.filter((entry) => !isRemovable(entry)),
  };
}

async function verdictOnHandedOver(
  tenant: Tenant,
  signal: AbortSignal,
): Promise<Probe["verdict"] | undefined> {
  const { environment } = tenant.workspace;
  const handed = foundIn(handoverVariables(tenant.name, null), environment);
  return handed ? (await clientsOf(tenant).scim.probe(handed.token, signal)).verdict : undefined;
}

export async function purge({ removed }: Purge): Promise<void> {
  for (const { file } of removed) {
    for (const each of [file, `${file}${ROOM}`]) await rm(each, { force: true });
    await forgetAnswers(answerFileOf(file));
  }
}
