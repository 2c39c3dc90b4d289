/** Whether git ignores what holds the token after a deploy. */
import { execa } from "execa";

import { WHAT_HOLDS_TOKENS } from "../workspace/what-holds-tokens";
import { type Check, fine, note, warning } from "./check";

const LOOK_BY_HAND = "See that .gitignore has states, plans and Terraform's folders.";
const LEAKED = "If such a file is committed already, treat the token in it as leaked.";

/** Of the app's folder; empty where it is in no git repository, or there is no git. */
export async function checkIgnored(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Check[]> {
  const { exitCode, stdout, stderr } = await execa(
    "git",
    ["check-ignore", "--no-index", "--", ...Object.values(WHAT_HOLDS_TOKENS)],
    { cwd: folder, env: environment, extendEnv: false, reject: false },
  );
  if (stderr?.includes("not a git repository") === true || exitCode === undefined) return [];
  if (exitCode !== 0 && exitCode !== 1) {
    return [note("git", `does not say what it ignores: ${stderr.trim()}`, LOOK_BY_HAND)];
  }
  const ignored = stdout.split("\n");
  const missing = Object.entries(WHAT_HOLDS_TOKENS).flatMap(([line, file]) =>
    ignored.includes(file) ? [] : [line],
  );
  return [
    missing.length === 0
      ? fine("git", "ignores states, plans and Terraform's folders, which hold the token")
      : warning(
          "git",
          `does not ignore ${missing.join(", ")}: these are states, plans and Terraform's folders, which hold the token`,
          [`Add these lines to .gitignore in ${folder}:`, ...missing, LEAKED].join("\n"),
        ),
  ];
}
