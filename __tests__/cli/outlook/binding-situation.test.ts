import * as fc from "fast-check";

import { type BindingFacts, bindingSituation } from "../../../cli/outlook/binding-situation";
import type { StateBinding } from "../../../cli/terraform/tenant-state";
import type { Consumer } from "../../../provider/bindings/consumer";
import type { Look } from "../../../provider/bindings/place";
import { BINDING_STATUSES } from "../../../provider/bindings/proof";
import { utc } from "../situations";

const FINGERPRINT = "0123456789ab";

const OTHER_URL = "https://apis-us1.druva.com/insync/scim";

const consumer: Consumer = { kind: "okta", id: "0oaOne", name: "One" };

type OktaBinding = Extract<StateBinding, { kind: "okta" }>;

function aBinding(over: Partial<OktaBinding> = {}): OktaBinding {
  return {
    kind: "okta",
    id: "0oaOne",
    provider: null,
    byPerson: false,
    confirmed: null,
    fingerprint: FINGERPRINT,
    ownUrl: null,
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

const valid = {
  fingerprint: FINGERPRINT,
  provenAt: utc("2026-01-31"),
  status: "valid",
  scimUrl: "https://apis.druva.com/insync/scim",
} as const;
const rejected = { ...valid, status: "rejected" } as const;

function facts(over: Partial<BindingFacts> = {}): BindingFacts {
  return {
    consumer,
    binding: aBinding(),
    token: valid,
    scimUrl: "https://apis.druva.com/insync/scim",
    look: null,
    now: utc("2026-02-02"),
    ...over,
  };
}

const look = (found: Look["found"], evidence = "its word"): Look => ({ found, evidence });

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
    lastStatus: null,
    problem: "it was never applied",
  });
});

test("a refusal is told with what to do", () => {
  const shown = bindingSituation(facts({ look: look("refused") }));
  expect(shown).toMatchObject({ status: "rejected", evidence: "its word" });
  expect(shown.todo).toContain("Deploy");
});

test("a refusal outlives a log that is silent since", () => {
  const refused = aBinding({ status: "rejected" });
  const shown = bindingSituation(facts({ binding: refused, look: look("silent") }));
  expect(shown.status).toBe("rejected");
});

test("what could not be looked at is unknown, and what state says is kept beside it", () => {
  const shown = bindingSituation(facts({ look: look("unknown", "Okta answered 403") }));
  expect(shown).toMatchObject({ status: "unknown", lastStatus: "tested" });
  expect(shown.problem).toContain("Okta answered 403");
});

test("a binding that is declared untestable is never unknown, and its reason is told", () => {
  const untestable = aBinding({ untestable: "no licence", status: "unproven" });
  const shown = bindingSituation(facts({ binding: untestable, look: look("unknown") }));
  expect(shown).toMatchObject({ status: "unproven", problem: "it cannot be tested: no licence" });
});

test("a silent log leaves the proof from before in place", () => {
  const shown = bindingSituation(facts({ look: look("silent", "the log is silent") }));
  expect(shown).toMatchObject({ status: "tested", evidence: "Okta tried the token" });
});

test("with another SCIM URL, what works now says nothing about the one that is meant", () => {
  const shown = bindingSituation(facts({ look: look("worked"), scimUrl: OTHER_URL }));
  expect(shown.status).toBe("unproven");
});

test("a binding with a URL of its own is not moved by the tenant's", () => {
  const own = aBinding({ ownUrl: "https://apis.druva.com/insync/scim?aadOptscim062020" });
  const shown = bindingSituation(facts({ binding: own, look: look("worked"), scimUrl: OTHER_URL }));
  expect(shown.status).toBe("tested");
});

test("a person's app that was never proven waits, whatever was refused before", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", verifiedAt: null });
  const shown = bindingSituation(facts({ binding: waiting, look: look("refused") }));
  expect(shown.status).toBe("waiting");
  expect(shown.todo).toContain(`confirmed to "${FINGERPRINT}"`);
});

test("a person's app that a review confirms is tested", () => {
  const confirmed = aBinding({
    ...{ byPerson: true, status: "waiting", verifiedAt: null },
    confirmed: FINGERPRINT,
  });
  const shown = bindingSituation(facts({ binding: confirmed, look: look("silent") }));
  expect(shown.status).toBe("tested");
});

test("without a live answer, the steps of an app that waits are those in state", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", notes: ["One.", "Two."] });
  expect(bindingSituation(facts({ binding: waiting })).todo).toBe("One. Two.");
});

test("the gap of a binding that waits for a person grows", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", gapSecondsAtLeast: 1 });
  const { gap } = bindingSituation(facts({ binding: waiting }));
  expect(gap).toEqual({ atLeast: 2 * 24 * 3600, atMost: null });
});

const anyLook = fc.option(
  fc.record({
    found: fc.constantFrom<Look["found"]>("worked", "refused", "silent", "unknown"),
    evidence: fc.string(),
  }),
);
const anyBinding = fc.record({
  status: fc.constantFrom(...BINDING_STATUSES),
  byPerson: fc.boolean(),
  untestable: fc.constantFrom(null, "no licence"),
});

test("while Druva rejects the token, no log and no earlier proof makes a binding tested", () => {
  fc.assert(
    fc.property(anyBinding, anyLook, (binding, found) => {
      const shown = bindingSituation(
        facts({ binding: aBinding(binding), look: found, token: rejected }),
      );
      expect(shown.status).not.toBe("tested");
    }),
  );
});

test("while Druva rejects the token, a command that says it holds it is rejected", () => {
  const binding: StateBinding = {
    ...aBinding(),
    kind: "command",
    bindCommand: ["other-idp", "bind"],
    testCommand: ["other-idp", "test"],
    environment: [],
    deadlineSeconds: null,
  };
  const shown = bindingSituation(facts({ binding, look: look("worked"), token: rejected }));
  expect(shown.status).toBe("rejected");
});

test("while Druva rejects the token, Entra's own test shows that it holds a living one", () => {
  const binding: StateBinding = { ...aBinding(), kind: "entra", jobId: null };
  const shown = bindingSituation(facts({ binding, look: look("worked"), token: rejected }));
  expect(shown.status).toBe("tested");
});

test("whatever is not tested says what is wrong", () => {
  const anyToken = fc.constantFrom(valid, rejected);
  fc.assert(
    fc.property(anyBinding, anyLook, anyToken, (binding, found, token) => {
      const shown = bindingSituation(facts({ binding: aBinding(binding), look: found, token }));
      if (shown.status !== "tested") expect(shown.problem).not.toBeNull();
    }),
  );
});
