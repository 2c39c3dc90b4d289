import { tokenPlan } from "../../../cli/outlook/token";
import {
  expectedGapInWords,
  headlineInWords,
  stepsInWords,
  unrelatedInWords,
  whatRefuses,
} from "../../../cli/show/plan-words";
import { aBinding, anOutlook, aToken } from "../an-outlook";
import { recordedOutlook } from "../recorded-plan";

test("the expected gap has both bounds of the same bindings, and names those without an upper one", () => {
  const outlook = anOutlook({
    token: aToken({ plan: { ...tokenPlan("acme", []), ends: true, issuer: "command" } }),
    bindings: [
      aBinding({ gap: { atLeast: 12, atMost: 15 } }),
      aBinding({ key: "okta/0oaTwo", name: "Two", gap: { atLeast: 3000, atMost: null } }),
    ],
  });
  expect(expectedGapInWords(outlook)).toBe(
    "As in the last rotation, if all goes alike: 12 to 15 s until the last application (One) worked again. Not counting Two, for which it was not seen.",
  );
});

test.each([
  [[true], "record that a person has to enter the current token in 1 application"],
  [
    [false, true],
    "heal 1 application: the current token is put in again; a person has to enter the current token in 1 application",
  ],
])("no deploy heals what only a person can set (%j)", (byPerson, words) => {
  const bindings = byPerson.map((each) => aBinding({ byPerson: each, action: "heal" }));
  expect(headlineInWords(anOutlook({ headline: "heal", bindings }))).toBe(words);
});

const oneUnlisted = { unmanaged: [{ kind: "okta", id: "0oaTwo", name: "Two" }] } as const;

test.each([
  ["command", "the deploy stops before a token is issued"],
  ["handover", "druva-scim preflight and rotate stop before a token is generated"],
] as const)(
  "with requireAllBound and the issuer %s an application that is not bound is said to stop it",
  (issuer, who) => {
    const plan = { ...tokenPlan("acme", []), ends: true, issuer, requiresAllBound: true };
    expect(whatRefuses(anOutlook({ ...oneUnlisted, token: aToken({ plan }) }))).toBe(
      `requireAllBound is set, and 1 application that is not bound may hold the token: ${who}.`,
    );
    const lenient = aToken({ plan: { ...plan, requiresAllBound: false } });
    expect(whatRefuses(anOutlook({ ...oneUnlisted, token: lenient }))).toBeUndefined();
  },
);

test("what is new in unrelated, or gone from it, is told", () => {
  const wordsFor = (before: readonly string[], after: readonly string[]) => {
    const change = {
      actions: ["update" as const],
      before: { tenant: "acme", unrelated: before },
      after: { tenant: "acme", unrelated: after },
      after_unknown: {},
    };
    const token = { mode: "managed", type: "druva_scim_token", name: "x", address: "x", change };
    return unrelatedInWords(anOutlook({ token: aToken({ plan: tokenPlan("acme", [token]) }) }));
  };
  expect(wordsFor(["okta/0oa1", "okta/0oa2"], ["okta/0oa2", "okta/0oa3"])).toBe(
    "new in unrelated: okta/0oa3; no longer in unrelated: okta/0oa1.",
  );
  expect(wordsFor(["okta/0oa1"], ["okta/0oa1"])).toBeUndefined();
});

test("before the token in use is taken over, a person finds the case by who has it", () => {
  const { question, lines } = stepsInWords(recordedOutlook("adopt").token.plan);
  expect(question).toBe("Who has the token in use?");
  expect(lines.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Somebody has it: set DRUVA_SCIM_TOKEN_ACME /),
    expect.stringMatching(/^Nobody has it: set begin to "observe"/),
    expect.stringMatching(/^It may be replaced: set begin to "observe".*request --begin adopt/),
  ]);
  expect(stepsInWords(recordedOutlook("rotate").token.plan).question).toBeNull();
});
