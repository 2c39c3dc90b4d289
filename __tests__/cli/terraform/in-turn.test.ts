import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inTurn } from "../../../cli/terraform/in-turn";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-turn-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const terminal = { during: <T>(_what: string, work: () => Promise<T>) => work() };
const turn = () => join(folder, "druva-scim.turn");

test("of two runs in one checkout the second waits for the first, and nothing is left", async () => {
  const order: string[] = [];
  let end = () => {};
  const held = new Promise<void>((resolve) => (end = resolve));
  const first = inTurn(folder, { terminal }, async () => {
    order.push("first begins");
    await held;
    order.push("first ends");
  });
  while (!existsSync(turn())) await new Promise(setImmediate);
  const waiting = {
    during<T>(_what: string, work: () => Promise<T>) {
      end();
      return work();
    },
  };
  await inTurn(folder, { terminal: waiting }, async () => void order.push("second begins"));
  await first;
  expect(order).toEqual(["first begins", "first ends", "second begins"]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a run that was killed holds nobody up", async () => {
  const { pid } = spawnSync("true");
  writeFileSync(turn(), String(pid));
  expect(await inTurn(folder, { terminal }, async () => 7)).toBe(7);
});

test("one that does not end is named, with what to do, and keeps its turn", async () => {
  writeFileSync(turn(), String(process.ppid));
  const late = inTurn(folder, { terminal, patienceMs: 1 }, async () => 7);
  await expect(late).rejects.toThrow(`process ${process.ppid}`);
  expect(existsSync(turn())).toBe(true);
});
