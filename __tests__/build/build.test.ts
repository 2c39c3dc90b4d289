import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

test("in a clone where nothing is installed the build says what to run, in one line", () => {
  const clone = realpathSync(mkdtempSync(join(tmpdir(), "druva-scim-build-")));
  try {
    cpSync(join(__dirname, "../../build"), join(clone, "build"), { recursive: true });
    const built = spawnSync("node", ["build/build.mjs"], { cwd: clone, encoding: "utf8" });
    expect(built.stderr).toBe(
      `What this is built with is not installed in ${clone}: run npm ci first.\n`,
    );
    expect(built.status).toBe(1);
  } finally {
    rmSync(clone, { recursive: true });
  }
});
