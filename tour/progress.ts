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
        const problem = await stage?.ended;
        if (problem !== undefined) throw new Error(`${step.name} ${problem}`);
      },
    })),
    {
      exitOnError: true,
      registerSignalListeners: false, // it would end this process before the sandbox is gone
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
      if (progress.kind === "ended") stage?.end(progress.report.held ? undefined : "did not hold");
    });
  } finally {
    for (const stage of stages.values()) stage.end("was not finished");
    await shown;
  }
}

/** A step as the list sees it: it speaks, and it ends. */
class Stage {
  say: (text: string) => void = () => undefined;
  /** With what is wrong with it, if anything. */
  end: (problem?: string) => void = () => undefined;
  readonly ended = new Promise<string | undefined>((resolve) => {
    this.end = resolve;
  });
}

function onStderr(): ProcessOutput {
  return new ProcessOutput(process.stderr, process.stderr);
}
