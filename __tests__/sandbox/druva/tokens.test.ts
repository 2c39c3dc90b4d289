import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { DAY_MS, SandboxClock } from "../../../sandbox/clock";
import { DruvaTokens } from "../../../sandbox/druva/tokens";
import { fingerprint } from "../../../sandbox/fingerprint";

const folder = mkdtempSync(join(tmpdir(), "tokens-"));
afterAll(() => rmSync(folder, { recursive: true }));
const newTokens = () => {
  const clock = new SandboxClock(join(folder, "clock"));
  return { clock, tokens: new DruvaTokens(clock) };
};

test("at any time at most one token is alive, and it is the newest", () => {
  const steps = fc.array(
    fc.oneof(
      fc.constant({ kind: "generate" as const, days: 0 }),
      fc.record({ kind: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 300 }) }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(steps, (story) => {
      const { clock, tokens } = newTokens();
      const generated: string[] = [];
      for (const { kind, days } of story) {
        if (kind === "generate") generated.push(tokens.generate("somebody"));
        else clock.advance(days * DAY_MS);
        const alive = generated.filter((each) => tokens.isAlive(each));
        expect(alive.length).toBeLessThanOrEqual(1);
        if (kind === "generate") expect(alive).toEqual([generated.at(-1)]);
      }
    }),
  );
});

test("a token lives for 365 days by the sandbox's clock", () => {
  const { clock, tokens } = newTokens();
  const token = tokens.generate("somebody");
  clock.advance(365 * DAY_MS - 60_000);
  expect(tokens.isAlive(token)).toBe(true);
  clock.advance(60_000);
  expect(tokens.isAlive(token)).toBe(false);
});

test("the record of a token names it by its fingerprint and who made it", () => {
  const { tokens } = newTokens();
  const token = tokens.generate("cloud.admin@acme.example");
  expect(tokens.list()).toMatchObject([
    { generation: 1, fingerprint: fingerprint(token), alive: true, by: "cloud.admin@acme.example" },
  ]);
  expect(JSON.stringify(tokens.list())).not.toContain(token);
});

test("another tenant's token is accepted beside this tenant's, and is not listed", () => {
  const { tokens } = newTokens();
  const own = tokens.generate("somebody");
  const foreign = tokens.generateElsewhere();
  expect([own, foreign].map((each) => tokens.isAlive(each))).toEqual([true, true]);
  expect(tokens.list().map((each) => each.fingerprint)).toEqual([fingerprint(own)]);
  expect([own, foreign].map((each) => tokens.isForeign(each))).toEqual([false, true]);
});
