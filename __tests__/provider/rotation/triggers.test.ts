import fc from "fast-check";
import {
  begun,
  due,
  expired,
  type TriggerFacts,
  findChange,
  rejected,
  requested,
  rules,
  unmetRequest,
} from "../../../provider/rotation/triggers";

const quiet: TriggerFacts = {
  generation: 1,
  begin: "adopt",
  request: null,
  mode: "reviewed",
  probe: "accepted",
  message: "Druva answered 200",
  clock: null,
};
const facts = (more: Partial<TriggerFacts>): TriggerFacts => ({ ...quiet, ...more });
const request = (generation: number, reason = "yearly", date = "2026-11-02") => ({
  generation,
  reason,
  date,
});
const automatic = (more: Partial<TriggerFacts>) => facts({ mode: "automatic", ...more });

const anyFacts: fc.Arbitrary<TriggerFacts> = fc.record({
  generation: fc.nat(5),
  begin: fc.constantFrom("observe", "adopt", "issue"),
  request: fc.option(fc.nat(5).map((generation) => request(generation))),
  mode: fc.constantFrom("reviewed", "automatic"),
  probe: fc.constantFrom("accepted", "rejected", "none"),
  message: fc.constant("words"),
  clock: fc.constantFrom("due", "expired", null),
});

test("what a person asked for goes before what was found, and Druva's word before the calendar's", () => {
  expect(rules).toEqual([begun, requested, rejected, expired, due]);
  const all = automatic({ request: request(7), probe: "rejected", clock: "expired" });
  expect(findChange(all)?.cause).toBe("requested");
  expect(findChange({ ...all, request: null })?.cause).toBe("rejected");
  expect(findChange({ ...all, request: null, probe: "none" })?.cause).toBe("expired");
});

test("a request above the present generation rotates to it, and says why and when", () => {
  expect(findChange(facts({ request: request(3) }))).toEqual({
    change: "rotate",
    cause: "requested",
    generation: 3,
    message: "rotation request of 2026-11-02 for generation 3: yearly",
  });
});

test("a request that is not above the present generation never changes the token", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      fc.pre(given.generation > 0 && given.request !== null);
      fc.pre((given.request?.generation ?? 0) <= given.generation);
      expect(findChange(given)).toEqual(findChange({ ...given, request: null }));
    }),
  );
});

test("in reviewed mode only a request, or the very first token, is ever issued", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const finding = findChange({ ...given, mode: "reviewed" });
      fc.pre(finding?.change === "rotate");
      expect(["requested", "begun"]).toContain(finding?.cause);
    }),
  );
});

test("a rejected token is always a finding", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      fc.pre(given.generation > 0);
      expect(findChange({ ...given, probe: "rejected" })).toBeDefined();
    }),
  );
});

test("a generation never goes down", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const finding = findChange(given);
      fc.pre(finding !== undefined);
      expect(finding?.generation).toBeGreaterThanOrEqual(given.generation);
    }),
  );
});

test("in reviewed mode a rejected token is taken over under the same generation", () => {
  expect(findChange(facts({ generation: 2, probe: "rejected" }))).toMatchObject({
    change: "take over",
    generation: 2,
  });
});

test("in automatic mode a due, an expired and a rejected token are rotated", () => {
  for (const found of [
    automatic({ clock: "due" }),
    automatic({ clock: "expired" }),
    automatic({ probe: "rejected" }),
  ]) {
    expect(findChange(found)).toMatchObject({ change: "rotate", generation: 2 });
  }
});

test("in reviewed mode neither a due nor an expired token changes anything", () => {
  expect(findChange(facts({ clock: "due" }))).toBeUndefined();
  expect(findChange(facts({ clock: "expired" }))).toBeUndefined();
});

test("no verdict of Druva's changes nothing", () => {
  expect(findChange(automatic({ probe: "none" }))).toBeUndefined();
});

test("what is observed stays so until begin says otherwise", () => {
  const observed = facts({ generation: 0, begin: "observe", probe: "none" });
  expect(findChange(observed)).toBeUndefined();
  expect(findChange({ ...observed, begin: "adopt" })).toMatchObject({
    change: "take over",
    generation: 1,
  });
  expect(findChange({ ...observed, begin: "issue" })).toMatchObject({
    change: "rotate",
    generation: 1,
  });
});

test("the first generation is the one that was asked for", () => {
  expect(findChange(facts({ generation: 0, request: request(4) }))?.generation).toBe(4);
});

test("a request below the present generation is remarked upon", () => {
  const found = facts({ generation: 3, request: request(2) });
  expect(unmetRequest(found, request(2))).toBe("asks for generation 2, present is 3");
});

test("a fulfilled request is remarked upon only when its date or reason changes", () => {
  const found = facts({ generation: 2, request: request(2) });
  expect(unmetRequest(found, request(2))).toBeUndefined();
  expect(unmetRequest(found, request(2, "yearly, typo mended"))).toBeDefined();
  expect(unmetRequest(found, request(2, "yearly", "2026-11-03"))).toBeDefined();
});
