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

const failed = (user: string, reason: string, eventType = PUSHED): ProvisioningEvent => ({
  eventType,
  published: "2027-01-02T00:00:00Z",
  outcome: { result: "FAILURE", reason },
  target: [
    { type: "AppInstance", id: "app" },
    { type: "User", id: user },
  ],
});
const UNAUTHORIZED =
  "Error while verifying if user exists: Unauthorized. Errors reported by remote server: Unauthorized";
const VERIFIED = "application.provision.user.verify_exists";

/** Newest first, as Okta gives them. */
const look = async (...events: readonly ProvisioningEvent[]) => {
  const okta: Okta = {
    ...createOkta(
      noOkta,
      {},
      fakeHttp(() => undefined),
    ),
    clockAheadMs: () => 0,
    provisioningEvents: async () => [...events],
  };
  return evidenceSince(okta, "app", START, { clock }, signal);
};
const found = async (...events: readonly ProvisioningEvent[]) => (await look(...events)).found;

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

test.each([
  UNAUTHORIZED,
  "Remote server answered 401",
  "Invalid SCIM token",
  "Error authenticating: invalid credentials",
])("several users refused in a row mean the token: %s", async (reason) => {
  const { found, evidence } = await look(failed("a", reason), failed("b", reason));
  expect(found).toBe("refused");
  expect(evidence).toContain(reason);
});

test.each([
  ["one user, again and again", [failed("a", UNAUTHORIZED), failed("a", UNAUTHORIZED)], "silent"],
  ["other reasons", [failed("a", "Conflict"), failed("b", "user 4017 has no e-mail")], "silent"],
  [
    "a success between two",
    [failed("a", UNAUTHORIZED), event(PUSHED, "SUCCESS"), failed("b", UNAUTHORIZED)],
    "worked",
  ],
  [
    "several, after a success",
    [failed("a", UNAUTHORIZED), failed("b", UNAUTHORIZED), event(PUSHED, "SUCCESS")],
    "refused",
  ],
  [
    "users that Okta could not ask for",
    [failed("a", UNAUTHORIZED, VERIFIED), failed("b", UNAUTHORIZED, VERIFIED)],
    "refused",
  ],
  ["a user that Okta could ask for", [event(VERIFIED, "SUCCESS")], "silent"],
])("%s", async (_, events, expected) => {
  expect(await found(...events)).toBe(expected);
});

test("one user that was refused as unauthorized is a note", async () => {
  const { notes } = await look(failed("a", UNAUTHORIZED), event(PUSHED, "SUCCESS"));
  expect(notes).toEqual([expect.stringContaining("Unauthorized")]);
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
  expect(await evidenceSince(okta, "app", START, { clock }, signal)).toMatchObject({
    found: "unknown",
    since: START.okta.toISOString(),
  });
});

test("the log is looked at from the latest instant that is known, else for a week", () => {
  const [one, other] = [new Date("2027-01-03"), new Date("2027-01-04")];
  expect(startAfter([one, null, other], { clock })).toEqual({ here: other });
  expect(startAfter([null], { clock })).toEqual({ here: new Date("2027-01-01T00:00:00Z") });
});
