import { execFile } from "node:child_process";

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Costs each start of Node.js 50 ms, also those of providers, and nothing that is run here needs it. */
const surroundings = { ...process.env };
delete surroundings["NODE_EXTRA_CA_CERTS"];

/** Runs a program to its end, whatever its exit code; `env` is added to the environment. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...surroundings, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      const started = error === null || typeof error.code === "number";
      if (!started) reject(new Error(`${program} did not run to its end`, { cause: error }));
      else resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** The same, for what must succeed: gives what it printed. */
export async function output(...args: Parameters<typeof run>): Promise<string> {
  const { exitCode, stdout, stderr } = await run(...args);
  if (exitCode !== 0) throw new Error(`${args[0]} ${args[1].join(" ")}: ${stderr}${stdout}`);
  return stdout;
}
