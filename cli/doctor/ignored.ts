/** Whether git ignores what holds the token after a deploy. */
import { execa } from "execa";

import { type Check, fine, note, warning } from "./check";

/** A line of .gitignore, and a file that it should keep out. */
const IGNORED = {
  "*.tfstate": "terraform.tfstate",
  "*.tfstate.*": "terraform.tfstate.backup",
  "*.tfplan": "a.tfplan",
  "cdktf.out/": "cdktf.out/stacks/a/plan",
  ".terraform/": ".terraform/a",
} as const;

const LOOK_BY_HAND = "See that .gitignore has states, plans and Terraform's folders.";
const LEAKED = "If such a file is committed already, treat the token in it as leaked.";

/** Of the app's folder; empty where it is in no git repository, or there is no git. */
export async function checkIgnored(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Check[]> {
  const { exitCode, stdout, stderr } = await execa(
    "git",
    ["check-ignore", "--no-index", "--", ...Object.values(IGNORED)],
    { cwd: folder, env: environment, extendEnv: false, reject: false },
  );
  if (stderr?.includes("not a git repository") === true || exitCode === undefined) return [];
  if (exitCode !== 0 && exitCode !== 1) {
    return [note("git", `does not say what it ignores: ${stderr.trim()}`, LOOK_BY_HAND)];
  }
  const ignored = stdout.split("\n");
  const missing = Object.entries(IGNORED).flatMap(([line, file]) =>
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
