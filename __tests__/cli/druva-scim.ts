/** `druva-scim`, as built, run in a repository on a sandbox. */
import { execa } from "execa";

import { built } from "../../sandbox/built";
import type { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with what standard error has said so far; what it returns once is sent to standard input, which ends. */
  readonly answer?: (errors: string) => Promise<string | undefined> | undefined;
  /** Ctrl-C comes once standard error holds it. */
  readonly interruptAt?: string;
  /** Something happens once standard error holds a text. */
  readonly when?: readonly [text: string, act: () => Promise<unknown>];
}

export async function druvaScim(
  { folder, environment }: Pick<RepositoryOnSandbox, "folder" | "environment">,
  args: readonly string[],
  { env = {}, answer, interruptAt, when }: RunOptions = {},
): Promise<Ran> {
  const child = execa("node", [built("cli", "main.js"), ...args], {
    cwd: folder,
    env: { ...environment, ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    stdin: answer === undefined ? "ignore" : "pipe",
  });
  let errors = "";
  let isAnswered = false;
  let isInterrupted = false;
  let hasActed = false;
  child.stderr.on("data", (data: Buffer) => {
    errors += data.toString();
    if (interruptAt !== undefined && errors.includes(interruptAt) && !isInterrupted) {
      isInterrupted = true;
      child.kill("SIGINT");
    }
    if (when !== undefined && errors.includes(when[0]) && !hasActed) {
      hasActed = true;
      void when[1]();
    }
    if (isAnswered) return;
    const answered = answer?.(errors);
    if (answered === undefined) return;
    isAnswered = true;
    void answered.then((text) => child.stdin?.end(text));
  });
  const { exitCode, stdout, stderr } = await child;
  return { code: exitCode, out: stdout, errors: stderr };
}
