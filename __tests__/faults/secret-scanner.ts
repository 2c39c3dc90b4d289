/** Finds secrets in whatever form they may be left behind. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Part of a secret that is as long is as good as all of it. */
const SHORTEST_PART = 12;

/** As it is, both halves, as JSON and URLs have it, and as base64 at each of the three places it may begin. */
export function formsOf(secret: string): readonly string[] {
  const half = Math.floor(secret.length / 2);
  const halves = half < SHORTEST_PART ? [] : [secret.slice(0, half), secret.slice(-half)];
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString("base64");
    // What depends on the neighbours is left out.
    return text.slice(shift === 0 ? 0 : 4, text.length - 4);
  });
  const all = [
    ...[secret, ...halves, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return [...new Set(all)].filter((text) => text.length >= SHORTEST_PART);
}

export type Secrets = Readonly<Record<string, string>>;

/** Names of the secrets that the text has in some form. */
export function secretsIn(text: string, secrets: Secrets): readonly string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** Of all files below the folder: each as "<path>: <secret>", for those that are not allowed to. */
export function filesWith(
  folder: string,
  secrets: Secrets,
  isAllowed: (path: string) => boolean,
): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap((file) => {
      const path = relative(folder, file);
      if (isAllowed(path)) return [];
      return secretsIn(readFileSync(file, "latin1"), secrets).map((name) => `${path}: ${name}`);
    })
    .sort();
}

/** Those that a command line has, looked at again and again until `over`. */
export async function commandLinesWith(
  secrets: () => Secrets,
  over: Promise<unknown>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let isOver = false;
  void over.finally(() => (isOver = true));
  while (!isOver) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      for (const name of secretsIn(commandLineOf(pid), secrets())) found.add(name);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [...found];
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // it has ended
  }
}
