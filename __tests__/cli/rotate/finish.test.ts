import { finish } from "../../../cli/rotate/finish";
import type { Journey } from "../../../cli/rotate/journey";
import { Secret } from "../../../cli/terminal/secret";
import { anOutlook, aState } from "../an-outlook";

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
