/** Each kind of failure of `npm run test:faults` once or twice. */
import { play, type Scenario } from "./scenario";
import { endScenarios, scenarios } from "./scenarios";

jest.setTimeout(120_000);
afterAll(endScenarios);

const short = scenarios()
  .filter((scenario) => scenario.short)
  .map((scenario): [string, Scenario] => [`${scenario.group}: ${scenario.name}`, scenario]);

test.each(short)("%s", async (_name, scenario) => {
  const { seen } = await play(scenario);
  expect(seen).toMatchObject(scenario.expected);
});
