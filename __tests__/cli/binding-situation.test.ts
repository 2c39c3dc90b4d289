import * as fc from "fast-check";

import { type BindingFacts, bindingSituation } from "../../cli/binding-situation";
import type { BindingTest, StateConsumer } from "../../cli/tenant-state";
import type { TestResult } from "../../provider/rotation/connection-test";
import { utc } from "./situations";

const FINGERPRINT = "0123456789ab";

const consumer: StateConsumer = {
  kind: "okta",
  id: "0oaOne",
  provider: null,
  name: "One",
  job_id: null,
  manage_job: null,
  entered_by: null,
  bind_command: null,
  test_command: null,
};

type OktaTest = Extract<BindingTest, { kind: "okta" }>;

function aTest(over: Partial<OktaTest> = {}): OktaTest {
  return {
    kind: "okta",
    id: "0oaOne",
    provider: null,
    enteredBy: "api",
    confirmed: null,
    fingerprint: FINGERPRINT,
    untestable: null,
    status: "tested",
    evidence: "Okta tried the token",
    verifiedAt: utc("2026-01-31"),
    evidenceSince: null,
    gapSeconds: 8,
    gapSecondsAtLeast: 3,
    address: "druva_okta_connection_test.one",
    ...over,
  };
}

function facts(over: Partial<BindingFacts> = {}): BindingFacts {
  return {
    key: "okta/0oaOne",
    consumer,
    test: aTest(),
    token: { fingerprint: FINGERPRINT, provenAt: utc("2026-01-31") },
    isTokenRejected: false,
    answer: null,
    now: utc("2026-02-02"),
    ...over,
  };
}

const answered = (verdict: TestResult["verdict"], evidence = "its word"): TestResult => ({
  verdict,
  evidence,
});

test("without a live answer, what the last apply found is shown", () => {
  expect(bindingSituation(facts())).toMatchObject({
    state: "tested",
    evidence: "Okta tried the token",
    gap: { atLeast: 3, atMost: 8 },
    problem: null,
    todo: null,
  });
});

test("what was proven of the token before proves nothing now", () => {
  const old = aTest({ fingerprint: "aaaaaaaaaaaa" });
  expect(bindingSituation(facts({ test: old }))).toMatchObject({
    state: "unproven",
    problem: "it was last tested with the token before",
  });
});

test("a binding whose test was never applied is unproven", () => {
  expect(bindingSituation(facts({ test: undefined }))).toMatchObject({
    state: "unproven",
    lastState: null,
    problem: "its test was never applied",
  });
});

test("a rejection is told with what to do", () => {
  const shown = bindingSituation(facts({ answer: answered("rejected") }));
  expect(shown).toMatchObject({ state: "rejected", evidence: "its word" });
  expect(shown.todo).toContain("Deploy");
});

test("no verdict is blind, and what state says is kept beside it", () => {
  const shown = bindingSituation(facts({ answer: answered("no-verdict", "Okta answered 403") }));
  expect(shown).toMatchObject({ state: "blind", lastState: "tested" });
  expect(shown.problem).toContain("Okta answered 403");
});

test("a binding that is declared untestable is never blind, and its reason is told", () => {
  const untestable = aTest({ untestable: "no licence", status: "unproven" });
  const shown = bindingSituation(facts({ test: untestable, answer: answered("no-verdict") }));
  expect(shown).toMatchObject({ state: "unproven", problem: "it is not tested: no licence" });
});

test("a silent log leaves the proof from before in place", () => {
  const shown = bindingSituation(facts({ answer: answered("unproven", "the log is silent") }));
  expect(shown).toMatchObject({ state: "tested", evidence: "Okta tried the token" });
});

test("a person's app that was never proven waits, whatever was refused before", () => {
  const waiting = aTest({ enteredBy: "person", status: "waiting", verifiedAt: null });
  const byPerson = { ...consumer, entered_by: "person" };
  const shown = bindingSituation(
    facts({ consumer: byPerson, test: waiting, answer: answered("rejected") }),
  );
  expect(shown.state).toBe("waiting");
  expect(shown.todo).toContain(`confirmed: "${FINGERPRINT}"`);
});

test("the gap of a binding that waits for a person grows", () => {
  const waiting = aTest({ enteredBy: "person", status: "waiting", gapSecondsAtLeast: 1 });
  const { gap } = bindingSituation(facts({ test: waiting }));
  expect(gap).toEqual({ atLeast: 2 * 24 * 3600, atMost: null });
});

const anyVerdict = fc.constantFrom<TestResult["verdict"]>(
  "tested",
  "rejected",
  "unproven",
  "waiting",
  "no-verdict",
);
const anyAnswer = fc.option(fc.record({ verdict: anyVerdict, evidence: fc.string() }));
const anyTest = fc.record({
  status: fc.constantFrom("tested", "rejected", "unproven", "waiting", null),
  enteredBy: fc.constantFrom("api", "person"),
  untestable: fc.constantFrom(null, "no licence"),
});

test("while Druva rejects the token, no log and no earlier proof makes a binding tested", () => {
  fc.assert(
    fc.property(anyTest, anyAnswer, (test, answer) => {
      const shown = bindingSituation(facts({ test: aTest(test), answer, isTokenRejected: true }));
      expect(shown.state).not.toBe("tested");
    }),
  );
});

test("while Druva rejects the token, a command that says it holds it is rejected", () => {
  const common = aTest();
  const test: BindingTest = {
    ...common,
    kind: "command",
    testCommand: ["other-idp", "test"],
    environment: [],
    deadlineSeconds: null,
  };
  const shown = bindingSituation(
    facts({ test, answer: answered("tested"), isTokenRejected: true }),
  );
  expect(shown.state).toBe("rejected");
});

test("while Druva rejects the token, Entra's own test shows that it holds a living one", () => {
  const common = aTest();
  const test: BindingTest = { ...common, kind: "entra", jobId: null };
  const shown = bindingSituation(
    facts({ test, answer: answered("tested"), isTokenRejected: true }),
  );
  expect(shown.state).toBe("tested");
});

test("whatever is not tested says what is wrong", () => {
  fc.assert(
    fc.property(anyTest, anyAnswer, fc.boolean(), (test, answer, isTokenRejected) => {
      const shown = bindingSituation(facts({ test: aTest(test), answer, isTokenRejected }));
      if (shown.state !== "tested") expect(shown.problem).not.toBeNull();
    }),
  );
});
