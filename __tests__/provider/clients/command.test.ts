import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../../provider/clients/command";
import { until } from "./hand-timers";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-command-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts another program, which writes its id into the file, and waits for it. */
const STARTS_ANOTHER = `require("child_process").spawnSync(process.execPath, ["-e",
  "require('fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)",
  process.argv[1]])`;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a command that is stopped may put things in order first", async () => {
  const file = join(folder, "done");
  const stop = new AbortController();
  const program = `process.on("SIGTERM", () => {
    require("fs").writeFileSync(process.argv[1], "in order");
    process.exit();
  });
  require("fs").writeFileSync(process.argv[1], "begun");
  setInterval(() => {}, 1000)`;
  const running = runCommand(
    {
      command: [process.execPath, "-e", program, file],
      variables: {},
      passed: [],
      environment: {},
      deadlineSeconds: 60,
    },
    stop.signal,
  );
  running.catch(() => undefined);
  await until(() => existsSync(file) && readFileSync(file, "utf8") === "begun");
  stop.abort(new Error("stopped"));
  await expect(running).rejects.toThrow("stopped");
  expect(readFileSync(file, "utf8")).toBe("in order");
});

test.each([
  ["stopped", new Error("stopped")],
  ["at its deadline", undefined],
])(
  "what a command started is ended with it, %s: it could still write the token",
  async (_when, why) => {
    const file = join(folder, "pid");
    const [stop, deadline] = [new AbortController(), new AbortController()];
    const timeout = jest.spyOn(AbortSignal, "timeout").mockReturnValue(deadline.signal);
    const running = runCommand(
      {
        command: [process.execPath, "-e", STARTS_ANOTHER, file],
        variables: {},
        passed: [],
        environment: {},
        deadlineSeconds: 60,
      },
      stop.signal,
    ).catch((error: unknown) => error);
    const isStarted = () => existsSync(file) && readFileSync(file, "utf8") !== "";
    await until(isStarted);
    timeout.mockRestore();
    const pid = Number(readFileSync(file, "utf8"));
    expect(isRunning(pid)).toBe(true);
    if (why === undefined) deadline.abort();
    else stop.abort(why);
    expect(await running).toEqual(
      why ?? { failure: `${process.execPath} did not end within 60 s` },
    );
    await until(() => !isRunning(pid));
  },
);
