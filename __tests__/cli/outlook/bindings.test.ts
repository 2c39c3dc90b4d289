import * as fc from "fast-check";

import { outlookOfState } from "../../../cli/outlook/make-outlook";
import { driftReport } from "../../../cli/show/drift-report";
import type { StateBinding, TokenState } from "../../../cli/terraform/tenant-state";
import { BINDING_STATUSES } from "../../../provider/bindings/binding-status";
import { aBindingInState as aBinding, aState, SCIM_URL, utc } from "../an-outlook";

/** How it is told that this binding stands, two days after the token was proven. */
function shownOf(binding: StateBinding, token: Partial<TokenState> = {}) {
  const outlook = outlookOfState(aState(token, [binding]), {
    now: utc("2026-02-02"),
    scimUrl: SCIM_URL,
    redact: (text) => text,
  });
  const [shown] = outlook.bindings;
  if (shown === undefined) throw new Error("one consumer, one binding");
  const finding = outlook.findings.find(({ subject }) => subject === shown.key);
  const { todo } = driftReport(outlook).findings.find(({ subject }) => subject === shown.key) ?? {};
  return { ...shown, finding, todo };
}

const rejected = { status: "rejected" } as const;

test("without a live answer, what was found last is shown", () => {
  expect(shownOf(aBinding())).toMatchObject({
    status: "tested",
    evidence: "Okta tried the token",
    gap: { atLeast: 3, atMost: 8 },
    finding: undefined,
  });
});

test("what was proven of the token before proves nothing now", () => {
  expect(shownOf(aBinding({ fingerprint: "aaaaaaaaaaaa" }))).toMatchObject({
    status: "unproven",
    finding: { kind: "drifted", problem: "behind" },
  });
});

test("an app that a stopped deploy left with a token that is dead since is broken, as everywhere", () => {
  const past = "aaaaaaaaaaaa";
  const token = { pastFingerprints: [past] };
  expect(shownOf(aBinding({ fingerprint: past }), token)).toMatchObject({
    status: "rejected",
    evidence: expect.stringContaining(past),
    finding: { kind: "broken", problem: "binding rejected" },
  });
  // A person may have entered the new one already.
  const byPerson = aBinding({ fingerprint: past, byPerson: true });
  expect(shownOf(byPerson, token)).toMatchObject({
    finding: { kind: "drifted", problem: "behind" },
    todo: expect.stringContaining("person"),
  });
});

test("a refusal is told with what to do", () => {
  const shown = shownOf(aBinding({ status: "rejected" }));
  expect(shown).toMatchObject({ status: "rejected", finding: { kind: "broken" } });
  expect(shown.todo).toContain("Deploy");
});

test("a refusal of the token before is still a refusal", () => {
  const old = aBinding({ fingerprint: "aaaaaaaaaaaa", status: "rejected" });
  expect(shownOf(old).finding).toMatchObject({ kind: "broken" });
});

test("what could not be looked at is blind, with the vendor's words", () => {
  expect(shownOf(aBinding({ status: "unknown", evidence: "Okta answered 403" }))).toMatchObject({
    evidence: "Okta answered 403",
    finding: { kind: "blind", problem: "not looked at" },
  });
});

test("a binding that is declared untestable tells its reason", () => {
  expect(shownOf(aBinding({ untestable: "no licence", status: "unproven" }))).toMatchObject({
    untestable: "no licence",
    finding: { kind: "unproven" },
  });
});

test("the steps of an app that waits are those of the last look", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", notes: ["One.", "Two."] });
  expect(shownOf(waiting).todo).toBe("One. Two.");
});

test("the gap of a binding that waits for a person grows", () => {
  const waiting = aBinding({ byPerson: true, status: "waiting", gapSecondsAtLeast: 1 });
  const { gap } = shownOf(waiting);
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
      const shown = shownOf(aBinding(binding), rejected);
      expect(shown.status).not.toBe("tested");
    }),
  );
});

test("while Druva rejects the token, a command that says it holds it is rejected", () => {
  const binding: StateBinding = {
    ...aBinding(),
    kind: "command",
  };
  const shown = shownOf(binding, rejected);
  expect(shown.status).toBe("rejected");
});

test("while Druva rejects the token, Entra's own test shows that it holds a living one", () => {
  const binding: StateBinding = { ...aBinding(), kind: "entra" };
  const shown = shownOf(binding, rejected);
  expect(shown.status).toBe("tested");
});

test("whatever is not tested is a finding", () => {
  const anyToken = fc.constantFrom({}, rejected);
  fc.assert(
    fc.property(anyBinding, anyToken, (binding, token) => {
      const shown = shownOf(aBinding(binding), token);
      if (shown.status !== "tested") expect(shown.finding).toBeDefined();
    }),
  );
});
