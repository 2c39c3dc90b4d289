/** The git repository around a file, changed without touching what is checked out. */
import { execa } from "execa";
import { realpathSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";

import { CliError } from "../terminal/cli-error";

interface Branch {
  readonly commit: string;
  /** It was there already: nothing was written. */
  readonly wasThere: boolean;
}

interface Repository {
  /** Of the file, from the repository's top; with slashes. */
  readonly path: string;
  /** The branch that is checked out; null where none is. */
  readonly head: string | null;
  /** The file's content in the commit that is checked out. */
  committed(): Promise<string>;
  /**
   * Commits the file with that content on a new branch, made from what is checked out, and signs it
   * where git is configured to (commit.gpgsign). The branch here or at "origin" is left alone where
   * there is one; one that is only here is pushed if that is asked for. Whether it fails or not, it can
   * be run again: a new branch that the remote refuses is not kept.
   */
  commitOnBranch(change: {
    readonly branch: string;
    readonly text: string;
    readonly message: string;
    readonly push: boolean;
  }): Promise<Branch>;
  /**
   * What `branch`, at that commit here or at "origin", does to the file since it left what is checked
   * out. Null if the branch changes any other file, or has no commit in common.
   */
  changeOn(branch: string, commit: string): Promise<FileChange | null>;
}

interface FileChange {
  readonly before: string;
  readonly after: string;
}

/** Throws a CliError where the file is in no repository. */
export async function openRepository(
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<Repository> {
  const folder = realpathSync(dirname(resolve(file)));
  const found = await run(["rev-parse", "--show-toplevel"]);
  if (found.exitCode !== 0) {
    throw new CliError(
      found.code === "ENOENT"
        ? "There is no program git on the PATH."
        : `${folder} is not in a git repository: ${found.stderr}`,
      { todo: "Write the request into the file with --in-place, or print it with --print." },
    );
  }
  const top = found.stdout;
  const path = relative(top, join(folder, basename(file))).replaceAll("\\", "/");
  const symbolic = await run(["symbolic-ref", "--short", "--quiet", "HEAD"]);

  async function run(args: string[], options: { input?: string; index?: string } = {}) {
    const { index, input = "" } = options;
    return execa("git", args, {
      cwd: folder,
      env: { ...environment, ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) },
      extendEnv: false,
      input,
      reject: false,
      stripFinalNewline: args[0] !== "show",
    });
  }
  async function git(args: string[], options?: { input?: string; index?: string }) {
    const { exitCode, stdout, stderr } = await run(args, options);
    if (exitCode === 0) return stdout;
    throw new CliError(`git ${args[0] ?? ""} failed`, { printed: stderr, todo: todoFor(stderr) });
  }
  async function branchAtOrigin(branch: string): Promise<string | undefined> {
    const there = await git(["ls-remote", "origin", `refs/heads/${branch}`]);
    return /^[0-9a-f]+/.exec(there)?.[0];
  }
  async function branchHere(branch: string): Promise<string | undefined> {
    const here = await run(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`]);
    return here.exitCode === 0 ? here.stdout : undefined;
  }
  async function pushed(branch: string): Promise<void> {
    await git(["push", "--quiet", "origin", `refs/heads/${branch}`]);
  }
  /** CI checks out the last commit alone: the ones before are fetched only if they are needed. */
  async function commonAncestor(commit: string): Promise<string | undefined> {
    const find = async () => {
      const { exitCode, stdout } = await run(["merge-base", "HEAD", commit]);
      return exitCode === 0 ? stdout : undefined;
    };
    const found = await find();
    if (found !== undefined) return found;
    if ((await git(["rev-parse", "--is-shallow-repository"])) !== "true") return undefined;
    const head = await git(["rev-parse", "HEAD"]);
    await git(["fetch", "--quiet", "--unshallow", "origin", head]);
    return find();
  }
  /** Of the file alone, in an index of its own: what is staged stays staged. */
  async function commit(text: string, message: string): Promise<string> {
    const scratch = await mkdtemp(join(tmpdir(), "druva-scim-git-"));
    try {
      const index = join(scratch, "index");
      const blob = await git(["hash-object", "-w", "--stdin"], { input: text });
      await git(["read-tree", "HEAD"], { index });
      await git(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`], { index });
      const tree = await git(["write-tree"], { index });
      const signing = await run(["config", "--type=bool", "--get", "commit.gpgsign"]);
      const sign = signing.stdout === "true" ? ["-S"] : []; // commit-tree does not look by itself
      return await git(["commit-tree", ...sign, tree, "-p", "HEAD"], { input: message });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  return {
    path,
    head: symbolic.exitCode === 0 ? symbolic.stdout : null,
    async committed() {
      const shown = await run(["show", `HEAD:${path}`]);
      if (shown.exitCode === 0) return shown.stdout;
      throw new CliError(`${file} is not committed yet: ${shown.stderr}`, {
        todo: "Commit it first: a request is a change that others review.",
      });
    },
    async commitOnBranch({ branch, text, message, push }) {
      const there = push ? await branchAtOrigin(branch) : undefined; // before ours: others see that one
      if (there !== undefined) return { commit: there, wasThere: true };
      const here = await branchHere(branch);
      if (here !== undefined) {
        if (push) await pushed(branch);
        return { commit: here, wasThere: true };
      }
      const made = await commit(text, message);
      await git(["update-ref", `refs/heads/${branch}`, made, ""]);
      if (push) {
        await pushed(branch).catch(async (error: unknown) => {
          await git(["update-ref", "-d", `refs/heads/${branch}`, made]);
          throw error;
        });
      }
      return { commit: made, wasThere: false };
    },
    async changeOn(branch, commit) {
      const isHere = (await run(["cat-file", "-e", commit])).exitCode === 0;
      if (!isHere) await git(["fetch", "--quiet", "origin", `refs/heads/${branch}`]);
      const base = await commonAncestor(commit);
      if (base === undefined) return null;
      const changed = await git(["diff", "--name-only", "-z", base, commit]);
      if (changed !== `${path}\0`) return null;
      const [before, after] = [`${base}:${path}`, `${commit}:${path}`];
      return { before: await git(["show", before]), after: await git(["show", after]) };
    },
  };
}

function todoFor(stderr: string): string {
  if (/verified signatures|gpg failed to sign|signing failed/i.test(stderr)) {
    return "Let git sign what it commits, with a key that the host knows: git config commit.gpgsign true, and user.signingkey. Then run this again.";
  }
  return /user\.(name|email)|identity/i.test(stderr)
    ? "Tell git who you are: git config user.name and user.email."
    : "Fix git's error, and run this again.";
}
