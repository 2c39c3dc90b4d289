import { waitForEvidence } from "../../../cli/rotate/wait-for-app";
import type { Okta, ProvisioningEvent } from "../../../provider/clients/okta";
import { VendorError } from "../../../provider/clients/vendor-error";

const app = { id: "0oa1", name: "Druva 2.0", provider: null, since: new Date() };
const event = (eventType: string, result = "SUCCESS"): ProvisioningEvent => ({
  eventType,
  published: "2027-01-02T10:00:00Z",
  outcome: { result },
});
const PUSHED = "application.provision.user.push";

/** Okta's log at each look; the last one stays. */
function facing(...looks: readonly (readonly ProvisioningEvent[] | VendorError)[]) {
  let look = 0;
  const said: string[] = [];
  async function provisioningEvents(): Promise<ProvisioningEvent[]> {
    const events = looks[Math.min(look++, looks.length - 1)] ?? [];
    if (events instanceof VendorError) throw events;
    return [...events];
  }
  const unused = () => Promise.reject(new Error("only the log is read"));
  const okta: Okta = {
    app: unused,
    appsNamed: unused,
    connection: unused,
    saveConnection: unused,
    activateConnection: unused,
    clockAheadMs: () => 0,
    provisioningEvents,
  };
  return {
    said,
    wait: (minutes: number) =>
      waitForEvidence(
        [app],
        { okta: () => okta, clock: { now: () => new Date() } },
        { minutes, say: (text) => said.push(text), pollMs: 0 },
        new AbortController().signal,
      ),
  };
}

test("a success in the log ends the wait, and is shown", async () => {
  const { wait, said } = facing([], [], [event(PUSHED)]);
  expect(await wait(5)).toBe(true);
  expect(said).toEqual([expect.stringMatching(/Druva 2.0: provisioning works \(.*application/)]);
});

test("a refusal is told once, and waited on: the token may be saved meanwhile", async () => {
  const refused = [event("application.integration.authentication_failure", "FAILURE")];
  const { wait, said } = facing(refused, refused, [event(PUSHED), ...refused]);
  expect(await wait(5)).toBe(true);
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(/Okta was refused/);
});

test("a user who could not be provisioned proves nothing", async () => {
  expect(await facing([event(PUSHED, "FAILURE")]).wait(0)).toBe(false);
});

test("a log that may not be read is told, and the time runs out", async () => {
  const { wait, said } = facing(new VendorError("Okta", "reading the System Log", 403, ""));
  expect(await wait(0)).toBe(false);
  expect(said).toEqual([expect.stringMatching(/Okta answered 403/)]);
});

test("the latest event decides", async () => {
  const refused = event("application.integration.authentication_failure", "FAILURE");
  expect(await facing([refused, event(PUSHED)]).wait(0)).toBe(false);
});
