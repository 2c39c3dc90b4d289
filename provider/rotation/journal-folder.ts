/** Where a journal must not be: where it is gone when it is needed, or others can write to it. */
import { type Stats, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import { ProviderError } from "../framework/diagnostics";
import { argumentName } from "./argument-name";

const WRITABLE_BY_OTHERS = 0o022;
/** -1 where the system has none. */
export const OWN_UID = process.getuid?.() ?? -1;

/** By its name, the issuer that will need it, and how it is now; one that is not there yet is made. */
export function checkJournalFolder({
  folder,
  given,
  issuer,
  environment,
}: {
  readonly folder: string;
  /** Whether somebody chose it. */
  readonly given: boolean;
  readonly issuer: "handover" | "command";
  readonly environment: NodeJS.ProcessEnv;
}): void {
  if (resolve(folder).split(sep).includes("cdktf.out")) {
    throw new ProviderError({
      summary: "The rotation journal must not be kept under cdktf.out",
      detail: `It is ${folder}, and every synth empties cdktf.out: an interrupted rotation would lose its token. Set the provider's ${argumentName("journal_dir")}, or DRUVA_SCIM_JOURNAL_DIR, to a folder that stays.`,
    });
  }
  if (issuer === "command" && environment.CI === "true" && !given) {
    throw new ProviderError({
      summary: "The command issuer needs a journal that outlives the CI run",
      detail: `CI is "true" and nobody chose a folder: ${folder} would be gone with the runner, and with it the token of an interrupted rotation. Set the provider's ${argumentName("journal_dir")}, or DRUVA_SCIM_JOURNAL_DIR, to a folder that is kept between runs.`,
    });
  }
  // A token that is handed over goes on without the journal: it is in the variable.
  const found = issuer === "command" ? statsOf(folder) : undefined;
  if (found !== undefined) refuseForeignFolder(folder, found);
}

function statsOf(folder: string): Stats | undefined {
  try {
    return statSync(folder);
  } catch {
    return undefined; // not there yet; or the journal will say why it cannot be read
  }
}

/** As ssh does: where others may write, an entry could be anybody's. Root takes any owner for itself. */
export function refuseForeignFolder(
  folder: string,
  { uid, mode }: { readonly uid: number; readonly mode: number },
  ownUid = OWN_UID,
): void {
  const isOurs = uid === ownUid || uid === 0 || ownUid === 0;
  if (isOurs && (mode & WRITABLE_BY_OTHERS) === 0) return;
  throw new ProviderError({
    summary: "Others can write to the rotation journal's folder",
    detail: `${folder} belongs to user ${uid} and has mode ${(mode & 0o777).toString(8)}. Expected: it belongs to this user (${ownUid}) and only its owner can write to it, or somebody else could put a token there. Run \`chmod 700 ${folder}\`, or name another folder by the provider's ${argumentName("journal_dir")} or DRUVA_SCIM_JOURNAL_DIR.`,
  });
}
