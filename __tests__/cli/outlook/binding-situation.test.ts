import * as fc from "fast-check";

import { type BindingFacts, bindingSituation } from "../../../cli/outlook/binding-situation";
import type { StateBinding } from "../../../cli/terraform/tenant-state";
import type { Consumer } from "../../../provider/bindings/consumer";
import { BINDING_STATUSES } from "../../../provider/bindings/binding-status";
import { utc } from "../situations";

const FINGERPRINT = "0123456789ab";

const consumer: Consumer = { kind: "okta", id: "0oaOne", name: "One" };

type OktaBinding = Extract<StateBinding, { kind: "okta" }>;

function aBinding(over: Partial<OktaBinding> = {}): OktaBinding {
  return {
    kind: "okta",
    id: "0oaOne",
    provider: null,
    byPerson: false,
    fingerprint: FINGERPRINT,
    untestable: null,
    status: "tested",
    evidence: "Okta tried the token",
    notes: [],
    verifiedAt: utc("2026-01-31"),
    evidenceSince: null,
    gapSeconds: 8,
    gapSecondsAtLeast: 3,
    address: "druva_okta_binding.one",
    ...over,
  };
}

const valid = { fingerprint: FINGERPRINT, provenAt: utc("2026-01-31"), status: "valid" } as const;
const rejected = { ...valid, status: "rejected" } as const;

function facts(over: Partial<BindingFacts> = {}): BindingFacts {
  return {
    consumer,
    binding: aBinding(),
    token: valid,
    now: utc("2026-02-02"),
    ...over,
  };
}

test("without a live answer, what was found last is shown", () => {
  expect(bindingSituation(facts())).toMatchObject({
    status: "tested",
    evidence: "Okta tried the token",
    gap: { atLeast: 3, atMost: 8 },
    problem: null,
    todo: null,
  });
});

test("what was proven of the token before proves nothing now", () => {
  const old = aBinding({ fingerprint: "aaaaaaaaaaaa" });
  expect(bindingSituation(facts({ binding: old }))).toMatchObject({
    status: "unproven",
    problem: "it was last tested with the token before",
  });
});

test("a binding that was never applied is unproven", () => {
  expect(bindingSituation(facts({ binding: undefined }))).toMatchObject({
    status: "unproven",
    problem: "it was never applied",
  });
});

test("a refusal is told with what to do", () => {
  const shown = bindingSituation(facts({ binding: aBinding({ status: "rejected" }) }));
  expect(shown).toMatchObject({ status: "rejected", finding: "broken" });
  expect(shown.todo).toContain("Deploy");
});

test("a refusal of the token before is still a refusal", () => {
  const old = aBinding({ fingerprint: "aaaaaaaaaaaa", status: "rejected" });
  expect(bindingSituation(facts({ binding: old })).finding).toBe("broken");
});

test("what could not be looked at is told in the vendor's words", () => {
  const unknown = aBinding({ status: "unknown", evidence: "Okta answered 403" });
  const shown = bindingSituation(facts({ binding: unknown }));
  expect(shown).toMatchObject({ status: "unknown", finding: "blind" });
  expect(shown.problem).toContain("Okta answered 403");
});

test("a binding that is declared untestable tells its reason", () => {
  const untestable = aBinding({ untestable: "no licence", status: "unproven" });
  expect(bindingSituation(facts({ binding: untestable }))).toMatchObject({
    finding: "unproven",
    problem: "it cannot be tested: no licence",
  });
});

test("an Entra application whose job does not run is stopped, although its token works", () => {
  const stopped: StateBinding = {
    ...aBinding({ notes: ["job 1 is paused"] }),
    kind: "entra",
  };
  const entra: Consumer = { kind: "entra", id: stopped.id };
  expect(bindingSituation(facts({ consumer: entra, binding: stopped }))).toMatchObject({
    status: "tested",
    finding: "stopped",
    problem: "job 1 is paused",
  });
});

test("the steps of an app that waits are those of the last look", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", notes: ["One.", "Two."] });
  expect(bindingSituation(facts({ binding: waiting })).todo).toBe("One. Two.");
});

test("the gap of a binding that waits for a person grows", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", gapSecondsAtLeast: 1 });
  const { gap } = bindingSituation(facts({ binding: waiting }));
  expect(gap).toEqual({ atLeast: 2 * 24 * 3600, atMost: null });
});

const anyBinding = fc.record({
  status: fc.constantFrom(...BINDING_STATUSES),
  byPerson: fc.boolean(),
  untestable: fc.constantFrom(null, "no licence"),
});

test("while Druva rejects the token, no earlier proof makes a binding tested", () => {
  fc.assert(
    fc.property(anyBinding, (binding) => {
      const shown = bindingSituation(facts({ binding: aBinding(binding), token: rejected }));
      expect(shown.status).not.toBe("tested");
    }),
  );
});

test("while Druva rejects the token, a command that says it holds it is rejected", () => {
  const binding: StateBinding = {
    ...aBinding(),
    kind: "command",
  };
  const shown = bindingSituation(facts({ binding, token: rejected }));
  expect(shown.status).toBe("rejected");
});

test("while Druva rejects the token, Entra's own test shows that it holds a living one", () => {
  const binding: StateBinding = { ...aBinding(), kind: "entra" };
  const shown = bindingSituation(facts({ binding, token: rejected }));
  expect(shown.status).toBe("tested");
});

test("whatever is not tested says what is wrong", () => {
  const anyToken = fc.constantFrom(valid, rejected);
  fc.assert(
    fc.property(anyBinding, anyToken, (binding, token) => {
      const shown = bindingSituation(facts({ binding: aBinding(binding), token }));
      if (shown.status !== "tested") expect(shown.problem).not.toBeNull();
    }),
  );
});
