/** Where a journal must not be: in a place that is gone when it is needed. */
import { resolve, sep } from "node:path";
import { ProviderError } from "../framework/diagnostics";
import { argumentName } from "./argument-name";

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
}
