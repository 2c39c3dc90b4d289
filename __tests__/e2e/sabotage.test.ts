/** What each sabotage turns red: a tour that cannot fail would show nothing. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TourReport } from "../../tour/run";
import { PATIENCE_MS, tour } from "./tour-as-started";

const home = mkdtempSync(join(tmpdir(), "druva-scim-home-"));
afterAll(() => rmSync(home, { recursive: true }));

describe("npm start -- --sabotage", () => {
  const redOf = (report: TourReport, name: string) =>
    report.steps
      .find((step) => step.name === name)
      ?.evidence.flatMap(({ claim, held }) => (held ? [] : [claim]));

  test(
    "probe turns the drift red, and nothing before it",
    async () => {
      const { report, exitCode } = await tour(home, "--sabotage=probe");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "drift")).toContain('and says "rejected"');
    },
    PATIENCE_MS,
  );

  test(
    "test turns the silent failure red: a dead token stays in Entra",
    async () => {
      const { report, exitCode } = await tour(home, "--sabotage=test");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toContain("each of them was tested");
      expect(redOf(report, "silent failure")).toContain("every binding holds the same token");
    },
    PATIENCE_MS,
  );

  test(
    "heal turns the silent failure red, and nothing before it",
    async () => {
      const { report, exitCode } = await tour(home, "--sabotage=heal");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "silent failure")).toContain("the next deploy succeeds");
    },
    PATIENCE_MS,
  );

  test(
    "write turns the wrong URL red: it reaches bindings, and nothing before it is red",
    async () => {
      const { report, exitCode } = await tour(home, "--sabotage=write");
      expect(exitCode).toBe(1);
      expect(redOf(report, "adopt")).toEqual([]);
      expect(redOf(report, "wrong URL")).toContain(
        "no binding was touched: token and URL are as they were",
      );
    },
    PATIENCE_MS,
  );

  test(
    "journal turns the interrupted rotation red: a second token, and nothing else",
    async () => {
      const { report, exitCode } = await tour(home, "--sabotage=journal");
      expect(exitCode).toBe(1);
      expect(redOf(report, "interrupted")).toEqual(["exactly one token was issued"]);
    },
    PATIENCE_MS,
  );
});
