import { execa } from "execa";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built } from "../../sandbox/built";
import { processesBelow } from "../../tour/processes";

const temporary = mkdtempSync(join(tmpdir(), "druva-scim-interrupted-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** Ids of all processes, once there is a Terraform. */
async function terraformBelow(pid: number): Promise<readonly number[]> {
  for (;;) {
    const below = await processesBelow(pid);
    if (below.some(({ command }) => command.includes("terraform")))
      return below.map((each) => each.pid);
    await new Promise(setImmediate);
  }
}

/** What has ended and was not waited for has no command line. */
function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
}

test("a signal ends the tour with what it has started, removes its folder, and is told in a sentence", async () => {
  const tour = execa(process.execPath, [built("tour", "main.js"), "--quick"], {
    env: { TMPDIR: temporary },
    reject: false,
  });
  const started = await terraformBelow(tour.pid ?? 0);
  tour.kill("SIGINT");
  const { exitCode, stderr } = await tour; // all have ended that could still write to it
  expect(started.filter(isRunning)).toEqual([]);
  expect(exitCode).toBe(130);
  expect(stderr.split("\n").at(-1)).toMatch(/^Stopped by Ctrl-C/);
  expect(readdirSync(temporary)).toEqual([]);
});
