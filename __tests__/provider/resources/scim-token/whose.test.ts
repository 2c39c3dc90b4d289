/** Whose a new token is, where the old one was dead before: its users are remembered from the first apply on. */
import { fingerprint } from "../../../../provider/rotation/fingerprint";
import { request, useDeployments } from "./token-deployment";

const { adopted } = useDeployments();

/** Somebody has generated a token; another tenant's is handed over. */
async function late() {
  const acme = await adopted();
  acme.druva.generate();
  acme.druva.strangers.add("of-emea");
  acme.handOver("of-emea");
  return acme;
}

test.each([
  ["is requested", { rotation_request: request(2) }],
  ["takes over", {}],
])("another tenant's token is refused where the rotation %s", async (_what, given) => {
  const acme = await late();
  acme.configure(given);
  await expect(acme.apply()).rejects.toThrow("may be another tenant's");
  expect(acme.token.token).toBe("token-1");
});

test("a review that names its fingerprint accepts it", async () => {
  const acme = await late();
  acme.configure({ accept_unproven: fingerprint("of-emea") });
  await acme.apply();
  expect(acme.token.token).toBe("of-emea");
});

test("a plan warns of a clock that is off by more than 10 minutes, and by no less", async () => {
  const acme = await adopted();
  acme.druva.clockAheadMs = 9 * 60_000;
  expect((await acme.plan()).codes).not.toContain("clock-wrong");
  acme.druva.clockAheadMs = 11 * 60_000;
  expect((await acme.plan()).codes).toContain("clock-wrong");
});
