/** What is shown while the tour runs: a list that fills, or plain lines where nobody watches. */
import { Listr, ListrLogger, ProcessOutput } from "listr2";
import type { Progress, TourReport } from "./run";
import type { Step } from "./step";

/** `onStandardError`: standard output belongs to the JSON document. */
export async function showProgress(
  steps: readonly Step[],
  onStandardError: boolean,
  run: (onProgress: (progress: Progress) => void) => Promise<TourReport>,
): Promise<TourReport> {
  const stages = new Map(steps.map((step) => [step, new Stage()]));
  const list = new Listr(
    steps.map((step) => ({
      title: step.title,
      task: async (_: unknown, task: { output: string }): Promise<void> => {
        const stage = stages.get(step);
        if (stage) stage.say = (text) => (task.output = text);
        if (!(await stage?.ended)) throw new Error(`${step.name} did not hold`);
      },
    })),
    {
      exitOnError: true,
      renderer: onStandardError ? "simple" : "default",
      fallbackRenderer: "simple",
      rendererOptions: onStandardError
        ? { logger: new ListrLogger({ processOutput: onStderr() }) }
        : {},
    },
  );
  const shown = list.run().catch(() => undefined); // the report says what did not hold
  try {
    return await run((progress) => {
      const stage = stages.get(progress.step);
      if (progress.kind === "saying") stage?.say(progress.text);
      if (progress.kind === "ended") stage?.end(progress.report.held);
    });
  } finally {
    for (const stage of stages.values()) stage.end(false);
    await shown;
  }
}

/** A step as the list sees it: it speaks, and it ends. */
class Stage {
  say: (text: string) => void = () => undefined;
  end: (held: boolean) => void = () => undefined;
  readonly ended = new Promise<boolean>((resolve) => {
    this.end = resolve;
  });
}

function onStderr(): ProcessOutput {
  return new ProcessOutput(process.stderr, process.stderr);
}
