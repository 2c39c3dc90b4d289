/** The five words for a binding: the tables of proof.ts, cell by cell, and what holds in all of them. */
import fc from "fast-check";
import {
  BINDING_STATUSES,
  type BindingStatus,
  type StatusFacts,
  NEVER_PROVEN,
  type Proof,
  proofAfter,
  statusOf,
} from "../../../provider/bindings/binding-status";

const OURS = "https://druva.test/insync/scim";
const OTHER = "https://other.druva.test/insync/scim";
const PROVEN: Proof = { provenUrl: OURS, needsSuccess: false };
const NEEDS_SUCCESS: Proof = { provenUrl: OURS, needsSuccess: true };

/** What a Read finds of a program's binding, unless it is said otherwise. */
const facts = (
  found: StatusFacts["look"]["found"],
  set: Partial<StatusFacts> = {},
): StatusFacts => ({
  look: { found, evidence: "" },
  before: NEVER_PROVEN,
  url: OURS,
  isMoved: false,
  isInApply: false,
  isByPerson: false,
  isConfirmed: false,
  isUntestable: false,
  ...set,
});
const BEFORE = { "never proven": NEVER_PROVEN, proven: PROVEN, "needs success": NEEDS_SUCCESS };

type Row = readonly [StatusFacts["look"]["found"], BindingStatus, BindingStatus, BindingStatus];

/** A test per cell: what the log shows, then the status of "never proven", "proven", "needs success". */
function table(rows: readonly Row[], set: Partial<StatusFacts>): void {
  const cells = rows.flatMap(([found, ...expected]) =>
    Object.entries(BEFORE).map(
      ([name, before], index) => [found, name, expected[index], before] as const,
    ),
  );
  test.each(cells)("%s, %s before: %s", (found, _name, expected, before) => {
    expect(statusOf(facts(found, { ...set, before }))).toBe(expected);
  });
}

describe("what a person enters, in a Read", () => {
  table(
    [
      ["worked", "tested", "tested", "tested"],
      ["refused", "waiting", "rejected", "waiting"],
      ["silent", "waiting", "tested", "waiting"],
      ["unknown", "waiting", "unknown", "waiting"],
    ],
    { isByPerson: true },
  );
});

describe("what a person enters, in an apply: it is shown anew", () => {
  table(
    [
      ["worked", "tested", "tested", "tested"],
      ["refused", "waiting", "waiting", "waiting"],
      ["silent", "waiting", "waiting", "waiting"],
      ["unknown", "waiting", "waiting", "waiting"],
    ],
    { isByPerson: true, isInApply: true },
  );
});

describe("what a person has entered and confirmed, in an apply", () => {
  table(
    [
      ["worked", "tested", "tested", "tested"],
      ["refused", "tested", "waiting", "waiting"],
      ["silent", "tested", "tested", "waiting"],
      ["unknown", "tested", "tested", "waiting"],
    ],
    { isByPerson: true, isInApply: true, isConfirmed: true },
  );
});

describe("what a program enters, in a Read", () => {
  table(
    [
      ["worked", "tested", "tested", "tested"],
      ["refused", "rejected", "rejected", "rejected"],
      ["silent", "unproven", "tested", "rejected"],
      ["unknown", "unknown", "unknown", "rejected"],
    ],
    {},
  );
});

describe("what a program enters, in an apply", () => {
  table(
    [
      ["worked", "tested", "tested", "tested"],
      ["refused", "rejected", "rejected", "rejected"],
      ["silent", "unproven", "unproven", "unproven"],
      ["unknown", "unknown", "unknown", "unknown"],
    ],
    { isInApply: true },
  );
});

describe("what nobody can test is unproven where nothing could be found out", () => {
  table([["unknown", "unproven", "unproven", "rejected"]], { isUntestable: true });
});

describe("what is only observed: nothing was shown of a token before", () => {
  table(
    [
      ["worked", "tested", "tested", "tested"],
      ["refused", "rejected", "rejected", "rejected"],
      ["silent", "unproven", "unproven", "unproven"],
      ["unknown", "unknown", "unknown", "unknown"],
    ],
    { url: null },
  );
});

describe("where another URL is meant than at the last apply", () => {
  const moved = (found: StatusFacts["look"]["found"], set: Partial<StatusFacts> = {}) =>
    statusOf(facts(found, { before: NEEDS_SUCCESS, url: OTHER, isMoved: true, ...set }));

  test("a passed test before the apply may be of the URL before", () => {
    expect(moved("worked")).toBe("unproven");
    expect(moved("worked", { isInApply: true })).toBe("tested");
  });
  test("a proof with that one is used up", () => {
    expect(moved("silent", { before: PROVEN, isByPerson: true })).toBe("waiting");
    expect(moved("silent", { before: PROVEN })).toBe("unproven");
  });
  test("what could not be looked at is unknown: the refusal was of the URL before", () => {
    expect(moved("unknown")).toBe("unknown");
  });
});

const anyFacts: fc.Arbitrary<StatusFacts> = fc.record({
  look: fc.record({
    found: fc.constantFrom("worked", "refused", "silent", "unknown"),
    evidence: fc.constant(""),
  }),
  before: fc.record({
    provenUrl: fc.constantFrom(null, OURS, OTHER),
    needsSuccess: fc.boolean(),
  }),
  url: fc.constantFrom(null, OURS, OTHER),
  isMoved: fc.boolean(),
  isInApply: fc.boolean(),
  isByPerson: fc.boolean(),
  isConfirmed: fc.boolean(),
  isUntestable: fc.boolean(),
});

describe("whatever the facts are,", () => {
  test("the status is one of the five words", () => {
    fc.assert(fc.property(anyFacts, (each) => expect(BINDING_STATUSES).toContain(statusOf(each))));
  });

  test("a refusal is tested only where a person confirmed a token that never worked", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const each: StatusFacts = { ...given, look: { found: "refused", evidence: "" } };
        if (statusOf(each) !== "tested") return;
        expect(each).toMatchObject({ isByPerson: true, isConfirmed: true });
        expect(each.before).toMatchObject({ needsSuccess: false });
      }),
    );
  });

  test("only a success ends that one is needed", () => {
    fc.assert(
      fc.property(anyFacts, (each) => {
        fc.pre(each.before.needsSuccess && each.url !== null);
        const after = proofAfter(statusOf(each), each);
        if (each.look.found !== "worked") expect(after.needsSuccess).toBe(true);
        if (statusOf(each) === "tested") {
          expect(after).toEqual({ provenUrl: each.url, needsSuccess: false });
        }
      }),
    );
  });

  test("any refusal of what a program wrote needs a success, and outlives a silent vendor", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const refused: StatusFacts = {
          ...given,
          ...{ isByPerson: false, isMoved: false, isInApply: false, url: OURS },
          look: { found: "refused", evidence: "" },
        };
        const before = proofAfter(statusOf(refused), refused);
        expect(before.needsSuccess).toBe(true);
        const later: StatusFacts = { ...refused, before, look: { found: "unknown", evidence: "" } };
        expect(statusOf(later)).toBe("rejected");
      }),
    );
  });

  test("a refusal after a proof needs a success", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const before = { ...given.before, provenUrl: OURS };
        const each: StatusFacts = { ...given, before, look: { found: "refused", evidence: "" } };
        expect(proofAfter(statusOf(each), each).needsSuccess).toBe(true);
      }),
    );
  });
});
