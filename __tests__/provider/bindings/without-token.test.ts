import * as fc from "fast-check";
import { withoutToken } from "../../../provider/bindings/without-token";
import { fingerprint } from "../../../provider/rotation/fingerprint";

const look = (evidence: string, notes: readonly string[] = []) => ({
  found: "refused" as const,
  evidence,
  notes,
});
const aToken = fc.stringMatching(/^[\w~+/=-]{16,80}$/);

test("the token is hidden wherever a vendor quotes it", () => {
  fc.assert(
    fc.property(
      aToken,
      fc.constantFrom(" ", '"', "'", "(", "`", ": "),
      fc.constantFrom("", ".", '"', ")", ", and so on", "\n"),
      (token, before, after) => {
        const text = `it answered${before}${token}${after}`;
        const { evidence, notes } = withoutToken(look(text, [text]), fingerprint(token));
        expect([evidence, ...notes].join()).not.toContain(token);
      },
    ),
  );
});

test("another bearer is hidden where it is called one, also while no token is known", () => {
  const { evidence } = withoutToken(look("Authorization: Bearer abc.def-123 was refused"), null);
  expect(evidence).toBe("Authorization: Bearer … was refused");
});

test("everything else stays as it is", () => {
  const text = "Microsoft Graph answered 400 (CredentialValidationUnavailable: Unauthorized)";
  expect(withoutToken(look(text), fingerprint("some-living-token")).evidence).toBe(text);
});
