import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { askForItsDay } from "../../../cli/rotate/its-day";
import { faultOfDay } from "../../../cli/rotate/token-source";
import { openTenant } from "../../../cli/workspace/workspace";
import { surroundings } from "../surroundings";

const folder = mkdtempSync(join(tmpdir(), "druva-scim-day-"));
const config = join(folder, "druva-scim.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = new Date("2027-01-31T10:00:00Z");
const ADOPTED = "version: 1\ntenants:\n  acme:\n    begin: adopt\n    bindings: {}\n";

/** What is remarked, and whether the person was asked. */
async function asked(text: string, meanwhile = () => {}) {
  writeFileSync(config, text);
  const { terminal, signal, errors } = surroundings({});
  const tenant = openTenant({ config }, {});
  const journey = { tenant, terminal, signal, clients: { clock: { now: () => NOW } } };
  let isAsked = false;
  await askForItsDay(
    journey,
    { issuedAt: null },
    {
      async askForItsDay() {
        isAsked = true;
        meanwhile();
        return "2027-01-30";
      },
    },
  );
  return { isAsked, errors: errors() };
}

test("the day is written into the config", async () => {
  expect(await asked(ADOPTED)).toMatchObject({ isAsked: true });
  expect(readFileSync(config, "utf8")).toBe(
    ADOPTED.replace("adopt\n", "adopt\n    issuedOn: 2027-01-30\n"),
  );
});

test('nobody is asked where begin is "issue": the config refuses a day beside it', async () => {
  const issued = `${ADOPTED.replace("adopt", "issue")}    invalidateExisting: true\n`;
  expect(await asked(issued)).toEqual({ isAsked: false, errors: "" });
  expect(readFileSync(config, "utf8")).toBe(issued);
});

test("a config that cannot be written is remarked on, with what to write", async () => {
  const { errors } = await asked(ADOPTED, () => rmSync(config));
  expect(errors).toContain(`issuedOn: 2027-01-30 under tenants.acme in ${config}`);
});

test.each([
  ["2027-01-31", undefined],
  ["2027-02-01", undefined], // somewhere it is tomorrow already
  ["2027-02-02", expect.stringContaining("2027-01-31")],
  ["31.01.2027", expect.stringContaining("YYYY-MM-DD")],
])("of the day %s on 2027-01-31 is said: %s", (day, fault) => {
  expect(faultOfDay(day, NOW)).toEqual(fault);
});
