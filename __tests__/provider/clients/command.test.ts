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

test("what a command started is ended with it: it could still write the token", async () => {
  const file = join(folder, "pid");
  const stop = new AbortController();
  const running = runCommand(
    {
      command: [process.execPath, "-e", STARTS_ANOTHER, file],
      variables: {},
      passed: [],
      environment: {},
      deadlineSeconds: 60,
    },
    stop.signal,
  );
  running.catch(() => undefined);
  const isStarted = () => existsSync(file) && readFileSync(file, "utf8") !== "";
  await until(isStarted);
  const pid = Number(readFileSync(file, "utf8"));
  expect(isRunning(pid)).toBe(true);
  stop.abort(new Error("stopped"));
  await expect(running).rejects.toThrow("stopped");
  await until(() => !isRunning(pid));
});
