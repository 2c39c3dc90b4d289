import { finish, type RotationOutcome } from "../../../cli/rotate/finish";
import { outcomeText } from "../../../cli/rotate/instructions";
import type { Journey } from "../../../cli/rotate/journey";
import { Secret } from "../../../cli/terminal/secret";
import { anOutlook, aState } from "../an-outlook";
import { surroundings } from "../surroundings";

const given = {
  kind: "good" as const,
  token: new Secret("the-given-token"),
  fingerprint: "bbbbbbbbbbbb",
  oldAliveAt: null,
  warnings: [],
};

test("a deploy that did not use the given token is a failure, and the token is asked for again", async () => {
  const stack = { state: async () => aState({ generation: 2, fingerprint: "cccccccccccc" }) };
  const journey = { stack, old: null } as unknown as Journey;
  await expect(finish(journey, anOutlook(), { waitMinutes: 0, given })).rejects.toMatchObject({
    message: expect.stringContaining("generation 2 (cccccccccccc)"),
    todo: expect.stringMatching(/bbbbbbbbbbbb.*give the same one/),
  });
});

test("the gap names the app that a person sets where it leaves out its success", () => {
  const outcome: RotationOutcome = {
    tenant: "acme",
    generation: 2,
    fingerprint: "bbbbbbbbbbbb",
    issuedAt: null,
    bindings: [],
    gap: { atLeast: 1, atMost: 8 },
    gapWithout: ["Druva 2.0"],
    savedGap: null,
    complete: true,
  };
  const { terminal } = surroundings({});
  expect(outcomeText(outcome, terminal)).toContain(
    "1 to 8 s (without what a person enters: Druva 2.0).",
  );
});
