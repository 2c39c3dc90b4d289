import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { configurationOf } from "../../../cli/rotate/configuration";
import { deploy } from "../../../cli/rotate/deploy";
import type { Journey } from "../../../cli/rotate/journey";
import { Secret } from "../../../cli/terminal/secret";
import { anOutlook } from "../an-outlook";

const folder = mkdtempSync(join(tmpdir(), "druva-scim-deploy-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "cdk.tf.json");

const given = {
  kind: "good" as const,
  token: new Secret("the-given-token"),
  fingerprint: "bbbbbbbbbbbb",
  oldAliveAt: null,
  warnings: [],
};

test.each([
  ["changed", () => writeFileSync(file, '{"resource":{}}')],
  ["is gone", () => rmSync(file)],
])("nothing is applied where the synthesized file %s after the plan", async (_how, meanwhile) => {
  writeFileSync(file, "{}");
  const stack = { file };
  const configuration = await configurationOf(stack);
  meanwhile();
  const journey = { stack, configuration, stage: "generating" } as unknown as Journey;
  await expect(deploy(journey, anOutlook(), given)).rejects.toMatchObject({
    message: expect.stringContaining("Nothing was applied"),
    todo: expect.stringMatching(/bbbbbbbbbbbb.*give the same one/),
  });
});
