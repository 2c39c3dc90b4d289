import { waitForOtherDeploys } from "../../../cli/rotate/other-deploys";
import type { TenantState } from "../../../cli/terraform/tenant-state";
import { aState, FINGERPRINT } from "../an-outlook";

const planned = { generation: 1, fingerprint: FINGERPRINT };

/** Somebody else's deploy holds the lock, and leaves `after` behind. */
function stackWith(after: TenantState | null) {
  let state: TenantState | null = aState();
  return {
    waitForLock: async () => void (state = after),
    readState: async () => state,
  };
}

test("a rotation goes on if the state still has the token that was planned with", async () => {
  await expect(waitForOtherDeploys(stackWith(aState()), planned)).resolves.toBeUndefined();
});

test.each([
  ["another generation", aState({ generation: 2 })],
  ["another token", aState({ fingerprint: "bbbbbbbbbbbb" })],
  ["no token", null],
])("a rotation stops if another deploy left %s", async (_what, after) => {
  await expect(waitForOtherDeploys(stackWith(after), planned)).rejects.toMatchObject({
    message: expect.stringContaining("Somebody deployed meanwhile"),
    todo: expect.stringContaining("Do not generate a token yet"),
  });
});
