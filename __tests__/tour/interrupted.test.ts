import { execa } from "execa";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built } from "../../sandbox/built";

const temporary = mkdtempSync(join(tmpdir(), "druva-scim-interrupted-"));
afterAll(() => rmSync(temporary, { recursive: true }));

test("a signal ends the tour with what it has started, removes its folder, and is told in a sentence", async () => {
  const tour = execa(process.execPath, [built("tour", "main.js"), "--quick"], {
    env: { TMPDIR: temporary },
    reject: false,
  });
  tour.stdout.once("data", () => tour.kill("SIGINT")); // the first step has started
  const { exitCode, stderr } = await tour; // all have ended that could still write to it
  expect(exitCode).toBe(130);
  expect(stderr.split("\n").at(-1)).toMatch(/^Stopped by Ctrl-C/);
  expect(readdirSync(temporary)).toEqual([]);
});
