import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ResultsFile } from "./results-file";
import { play, type Scenario } from "./scenario";

const folder = mkdtempSync(join(tmpdir(), "druva-scim-results-"));
const path = join(folder, "faults.jsonl");
afterEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const killed: Scenario = scenario("killed", "kills");
const broken: Scenario = scenario("broken", "faults");
const all = [killed, broken];

function scenario(name: string, group: Scenario["group"]): Scenario {
  return { group, name, expected: { healed: true }, run: async () => ({ healed: true }) };
}

const namesIn = (file: ResultsFile) => file.of(all).map(({ name }) => name);

test("what two processes have played is known to both", async () => {
  const [one, other] = [new ResultsFile(path), new ResultsFile(path)];
  one.add(await play(killed));
  other.add(await play(broken));
  expect(namesIn(one)).toEqual(["killed", "broken"]);
  expect(namesIn(other)).toEqual(["killed", "broken"]);
});

test("a group that is played afresh leaves the results of the others", async () => {
  const file = new ResultsFile(path);
  for (const each of all) file.add(await play(each));
  file.forget([killed]);
  expect(namesIn(file)).toEqual(["broken"]);
  file.add(await play(killed));
  expect(namesIn(file)).toEqual(["killed", "broken"]);
});

test("a line that a kill has cut short costs no other line", async () => {
  const file = new ResultsFile(path);
  appendFileSync(path, '["half a line{}');
  file.add(await play(broken));
  expect(namesIn(file)).toEqual(["broken"]);
});

test("a scenario that expects something else now has no result", async () => {
  const file = new ResultsFile(path);
  file.add(await play(killed));
  expect(file.of([{ ...killed, expected: { healed: false } }])).toEqual([]);
});
