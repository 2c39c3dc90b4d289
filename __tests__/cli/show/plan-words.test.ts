import { tokenPlan } from "../../../cli/outlook/token";
import { expectedGapInWords } from "../../../cli/show/plan-words";
import { aBinding, anOutlook, aToken } from "../an-outlook";

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
