/** What Okta's System Log shows; how clocks that differ are met is in the resource's own tests. */
import { evidenceSince, startAfter } from "../../../provider/bindings/okta-system-log";
import { noOkta } from "../../../provider/clients/clients";
import { createOkta, type Okta, type ProvisioningEvent } from "../../../provider/clients/okta";
import { VendorError } from "../../../provider/clients/vendor-error";
import { fakeHttp } from "../clients/fake-http";

const NOW = new Date("2027-01-08T00:00:00Z");
const START = { okta: new Date("2027-01-01T00:00:00Z") };
const clock = { now: () => NOW };
const { signal } = new AbortController();

const PUSHED = "application.provision.user.push";
const REFUSED = "application.integration.authentication_failure";
const event = (eventType: string, result: string): ProvisioningEvent => ({
  eventType,
  published: "2027-01-02T00:00:00Z",
  outcome: { result },
});

/** Newest first, as Okta gives them. */
const found = async (...events: readonly ProvisioningEvent[]) => {
  const okta: Okta = {
    ...createOkta(
      noOkta,
      {},
      fakeHttp(() => undefined),
    ),
    clockAheadMs: () => 0,
    provisioningEvents: async () => [...events],
  };
  return (await evidenceSince(okta, "app", START, { clock }, signal)).found;
};

test.each([
  ["a success", [event(PUSHED, "SUCCESS")], "worked"],
  ["a refusal", [event(REFUSED, "FAILURE")], "refused"],
  ["nothing", [], "silent"],
  ["a user that could not be provisioned", [event(PUSHED, "FAILURE")], "silent"],
  [
    "a user that could not be, after one that could",
    [event(PUSHED, "FAILURE"), event(PUSHED, "SUCCESS")],
    "worked",
  ],
  ["a refusal after a success", [event(REFUSED, "FAILURE"), event(PUSHED, "SUCCESS")], "refused"],
  ["a success after a refusal", [event(PUSHED, "SUCCESS"), event(REFUSED, "FAILURE")], "worked"],
])("%s", async (_, events, expected) => {
  expect(await found(...events)).toBe(expected);
});

test("a log that cannot be read shows neither", async () => {
  const okta: Okta = {
    ...createOkta(
      noOkta,
      {},
      fakeHttp(() => undefined),
    ),
    clockAheadMs: () => 0,
    async provisioningEvents() {
      throw new VendorError("Okta", "reading the System Log", 403, "");
    },
  };
  const look = await evidenceSince(okta, "app", START, { clock }, signal);
  expect(look).toMatchObject({ found: "unknown", since: START.okta.toISOString() });
});

test("the log is looked at from the latest instant that is known, else for a week", () => {
  const [one, other] = [new Date("2027-01-03"), new Date("2027-01-04")];
  expect(startAfter([one, null, other], { clock })).toEqual({ here: other });
  expect(startAfter([null], { clock })).toEqual({ here: new Date("2027-01-01T00:00:00Z") });
});
