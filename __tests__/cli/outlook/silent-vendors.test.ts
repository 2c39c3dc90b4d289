import { join } from "node:path";
import { namingSilentVendors } from "../../../cli/outlook/silent-vendors";
import { openWorkspace, selectTenant } from "../../../cli/workspace/workspace";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { PACKAGE_ROOT } from "../../../tour/workplace";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});

function watching() {
  const configFile = join(PACKAGE_ROOT, "druva-scim.yaml");
  const tenant = selectTenant(openWorkspace({ configFile, environment: sandbox.environment }));
  const said: string[] = [];
  let onRemark = () => {};
  const remarked = new Promise<void>((resolve) => {
    onRemark = resolve;
  });
  const terminal = {
    remark(text: string) {
      said.push(text);
      onRemark();
    },
  };
  return { tenant, terminal, said, remarked };
}

test("while a plan takes long, the vendor that does not answer is named, and no other", async () => {
  await sandbox.control.faults.add({ host: "druva", method: "*", path: "/*", delayMs: 600_000 });
  const { tenant, terminal, said, remarked } = watching();
  const quickly = { longMs: 0, patienceMs: 500 };
  const result = await namingSilentVendors(tenant, terminal, () => remarked.then(() => 7), quickly);
  expect(result).toBe(7);
  expect(said).toEqual([
    expect.stringMatching(/^Druva \(.+\) does not answer: no answer within 0\.5 s/),
  ]);
  await sandbox.control.faults.clear();
});

test("a plan that is soon over asks nobody, and one that fails still fails", async () => {
  await sandbox.control.journal.clear();
  const { tenant, terminal } = watching();
  const failing = () => Promise.reject(new Error("the plan's own"));
  const waiting = { longMs: 600_000, patienceMs: 500 };
  await expect(namingSilentVendors(tenant, terminal, failing, waiting)).rejects.toThrow(
    "the plan's own",
  );
  expect(await sandbox.control.journal.list()).toEqual([]);
});
