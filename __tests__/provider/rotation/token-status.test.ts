import fc from "fast-check";
import { DEFAULT_POLICY, scheduleOf } from "../../../provider/rotation/schedule";
import { tokenStatus } from "../../../provider/rotation/token-status";

const schedule = scheduleOf(new Date("2026-01-01T00:00:00Z"), DEFAULT_POLICY);
const at = (day: string) => new Date(`${day}T12:00:00Z`);
const accepted = { verdict: "accepted", message: "Druva answered 200" } as const;
const rejected = { verdict: "rejected", message: "Druva answered 401" } as const;
const none = { verdict: "none", message: "timed out" } as const;

test.each([
  ["accepted and young", accepted, "2026-06-01", "valid"],
  ["accepted near its end", accepted, "2026-12-15", "due"],
  ["accepted after its end", accepted, "2027-02-01", "expired"],
  ["rejected, whatever its age", rejected, "2026-06-01", "rejected"],
  ["rejected after its end", rejected, "2027-02-01", "rejected"],
  ["without a verdict", none, "2026-06-01", "unproven"],
  ["without a verdict near its end", none, "2026-12-15", "due"],
])("a token that is %s", (_what, probe, today, status) => {
  expect(tokenStatus(probe, schedule, at(today)).status).toBe(status);
});

test("a token of unknown age is as good as Druva says, and its age is said to be unknown", () => {
  const found = tokenStatus(accepted, null, at("2026-06-01"));
  expect(found).toEqual({ status: "valid", reason: "Druva accepts it; its age is unknown" });
});

test("as long as the status stays, time alone changes no word", () => {
  fc.assert(
    fc.property(fc.nat(800), fc.nat(800), (one, other) => {
      const [earlier, later] = [one, other].map((days) =>
        tokenStatus(accepted, schedule, new Date(Date.UTC(2026, 0, 1 + days))),
      );
      fc.pre(earlier?.status === later?.status);
      expect(later).toEqual(earlier);
    }),
  );
});
