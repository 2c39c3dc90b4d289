/** Whether git ignores what holds the token after a deploy. */
import { execa } from "execa";

import { type Check, fine, warning } from "./check";

/** A line of .gitignore, and a file that it should keep out. */
const IGNORED = {
  "*.tfstate": "terraform.tfstate",
  "*.tfstate.*": "terraform.tfstate.backup",
  "*.tfplan": "a.tfplan",
  "cdktf.out/": "cdktf.out/stacks/a/plan",
  ".terraform/": ".terraform/a",
} as const;

/** Of the app's folder; empty where it is in no git repository, or there is no git. */
export async function checkIgnored(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Check[]> {
  const { exitCode, stdout } = await execa(
    "git",
    ["check-ignore", "--no-index", "--", ...Object.values(IGNORED)],
    { cwd: folder, env: environment, extendEnv: false, reject: false },
  );
  if (exitCode !== 0 && exitCode !== 1) return [];
  const ignored = stdout.split("\n");
  const missing = Object.entries(IGNORED).flatMap(([line, file]) =>
    ignored.includes(file) ? [] : [line],
  );
  return [
    missing.length === 0
      ? fine("git", "ignores states, plans and Terraform's folders, which hold the token")
      : warning(
          "git",
          `does not ignore ${missing.join(", ")}, and such files hold the token or its backend`,
          `Add to .gitignore in ${folder}: ${missing.join(" ")}. If one is committed already, treat the token in it as leaked.`,
        ),
  ];
}
