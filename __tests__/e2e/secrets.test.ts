/** Where a token is after a rotation and plans, and where it is not: real cdktf, and a druva provider that Terraform starts. */
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HOLDERS, OKTA_PERSON } from "../../tour/acme";
import { requestRotation } from "../../tour/request";
import { runTour } from "../../tour/run";
import type { Step } from "../../tour/step";
import { allHold } from "../../tour/what-the-sandbox-saw";
import { PATIENCE_MS } from "./tour-as-started";

interface Seen {
  /** Files of the team's folder and of the sandbox's temporary ones that hold it. */
  readonly files: readonly string[];
  readonly deployOutput: boolean;
  readonly planStream: boolean;
  readonly planText: boolean;
  readonly savedPlanAsJson: boolean;
  readonly commandLines: readonly string[];
}

let seen: Seen;

const look: Step = {
  name: "secrets",
  title: "Where a token is",
  shows: [],
  async run({ repository }, tick) {
    const adopted = await (await repository.stack(await repository.generate())).apply();
    tick("the tenant is adopted", adopted.exitCode === 0, String(adopted.exitCode));
    await requestRotation(repository, 2, "The yearly rotation");
    const token = await repository.generate();
    const deploy = await repository.startDeploy(token);
    const [{ exitCode, output }, commandLines] = await Promise.all([
      deploy.finished,
      commandLinesWith(token, deploy.finished),
    ]);
    tick("cdktf rotates", exitCode === 0, output.replaceAll(token, "(the token)"));
    const generation = await repository.generation();
    tick("the state has the new generation", generation === 2, String(generation));
    const { control } = repository.sandbox;
    const bound = await allHold(
      control,
      HOLDERS.filter((holder) => holder !== OKTA_PERSON),
    );
    tick("everything that software can set holds the token", bound.held, bound.evidence);
    await requestRotation(repository, 3, "To have something to plan");
    const plan = await repository.plan();
    const stack = await repository.stack();
    const text = await stack.output("plan", "-input=false", "-no-color", "-out=saved.tfplan");
    const asText = await stack.output("show", "-no-color", "saved.tfplan");
    seen = {
      files: await filesWith(token, repository.folder),
      deployOutput: output.includes(token),
      planStream: plan.output.includes(token),
      planText: text.includes(token) || asText.includes(token),
      savedPlanAsJson: (await stack.output("show", "-json", "saved.tfplan")).includes(token),
      commandLines,
    };
  },
};

beforeAll(async () => {
  const { steps } = await runTour([look]);
  expect(steps.flatMap(({ evidence }) => evidence.filter(({ held }) => !held))).toEqual([]);
}, PATIENCE_MS);

test("the state is the only file that shows it: nothing of cdktf.out or its log does", () => {
  expect(seen.files).toEqual(["terraform.druva-scim-acme.tfstate"]);
});

test("what cdktf deploy prints does not", () => {
  expect(seen.deployOutput).toBe(false);
});

test("the plan's text and its stream of JSON do not", () => {
  expect([seen.planText, seen.planStream]).toEqual([false, false]);
});

test("a saved plan holds it: terraform show -json tells", () => {
  expect(seen.savedPlanAsJson).toBe(true);
});

test("no process has it on its command line while it is bound", () => {
  expect(seen.commandLines).toEqual([]);
});

async function filesWith(token: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const holding = await Promise.all(
    files.map(async (file) => ((await readFile(file)).includes(token) ? [file] : [])),
  );
  return holding
    .flat()
    .map((file) => relative(folder, file))
    .sort();
}

/** After that many looks at a process, it has become the program that it was forked for. */
const LOOKS = 10;

/** Looks at every process's command line again and again until `over`. */
async function commandLinesWith(token: string, over: Promise<unknown>): Promise<string[]> {
  const found = new Set<string>();
  const looks = new Map<string, number>();
  let ended = false;
  void over.finally(() => (ended = true));
  while (!ended) {
    const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
    for (const pid of processes) {
      const look = (looks.get(pid) ?? 0) + 1;
      if (look > LOOKS) continue;
      looks.set(pid, look);
      const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (line.includes(token)) found.add(line.split("\0")[0] ?? "");
    }
    await pause(20);
  }
  return [...found];
}
