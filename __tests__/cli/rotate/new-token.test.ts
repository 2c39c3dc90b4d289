import fc from "fast-check";

import { checkNewToken, type KnownTokens } from "../../../cli/rotate/new-token";
import { Secret } from "../../../cli/terminal/secret";
import { fingerprint } from "../../../provider/rotation/fingerprint";
import type { Probe } from "../../../provider/rotation/probe";
import { FakeClock } from "../../provider/rotation/fake-druva";

const OLD = "old-token-of-acme";
const known: KnownTokens = {
  present: new Secret(OLD),
  presentFingerprint: fingerprint(OLD),
  presentWasAlive: true,
  pastFingerprints: [fingerprint("an-older-token")],
};

/** Druva's answers to each token; anything else is rejected. */
function druva(answers: Readonly<Record<string, Probe["verdict"]>>) {
  const clock = new FakeClock("2027-01-02T10:00:00Z");
  const asked: string[] = [];
  const scim = {
    url: "https://druva.example/scim",
    async probe(token: string): Promise<Probe> {
      asked.push(token);
      return { verdict: answers[token] ?? "rejected", message: "words", at: clock.now() };
    },
  };
  return {
    asked,
    check: (text: string, tokens = known) =>
      checkNewToken(text, tokens, { scim, clock }, new AbortController().signal, async (ms) => {
        clock.advance({ milliseconds: ms });
      }),
  };
}

test("a token that is new, works and has ended the old one is good, with white space dropped", async () => {
  const { check } = druva({ fresh: "accepted" });
  const checked = await check("  fresh\n");
  expect(checked).toMatchObject({ kind: "good", fingerprint: fingerprint("fresh"), warnings: [] });
  expect(checked.kind === "good" && checked.token.reveal()).toBe("fresh");
});

test.each([
  ["the present token", OLD, /present token/],
  ["one that was replaced before", "an-older-token", /replaced before/],
  ["nothing", "", /cannot be a token: it is empty/],
  ["more than a token", "two words", /white space/],
  ["a header's value", "Bearer fresh", /begins with "Bearer"/],
  ["a token in quotes", '"fresh"', /in quotes/],
])("%s is refused without asking Druva, and may be given anew", async (_name, text, words) => {
  const { check, asked } = druva({ [OLD]: "accepted", "an-older-token": "accepted" });
  expect(await check(text)).toMatchObject({
    kind: "bad",
    why: expect.stringMatching(words),
    isWorthAnother: true,
  });
  expect(asked).toEqual([]);
});

test("a token that Druva rejects may be given anew; without a verdict it is not Druva's day", async () => {
  expect(await druva({}).check("fresh")).toMatchObject({ kind: "bad", isWorthAnother: true });
  for (const verdict of ["unreachable", "refused"] as const) {
    const checked = await druva({ fresh: verdict }).check("fresh");
    expect(checked).toMatchObject({ kind: "bad", isWorthAnother: false });
  }
});

test("another tenant's token is found out by the old one, which goes on working", async () => {
  const { check } = druva({ fresh: "accepted", [OLD]: "accepted" });
  await expect(check("fresh")).rejects.toThrow(/another tenant's/);
});

test("where no token was known, the tenant is not proven, and that is said", async () => {
  const { check } = druva({ fresh: "accepted" });
  const observed = {
    present: null,
    presentFingerprint: null,
    presentWasAlive: false,
    pastFingerprints: [],
  };
  const checked = await check("fresh", observed);
  expect(checked).toMatchObject({ kind: "good", warnings: [expect.stringMatching(/not proven/)] });
});

test("where the old one was never seen alive, its death does not prove the tenant, and that is said", async () => {
  const { check } = druva({ fresh: "accepted" });
  const checked = await check("fresh", { ...known, presentWasAlive: false });
  expect(checked).toMatchObject({
    kind: "good",
    warnings: [
      expect.stringMatching(
        /^Tenant not proven: .*nothing shows that the old one was alive until then/,
      ),
    ],
  });
});

test("whatever is given, no answer shows it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 8 }), async (text) => {
      const checked = await druva({ [text.trim()]: "accepted" }).check(text);
      expect(JSON.stringify(checked)).not.toContain(text);
      if (checked.kind === "bad") expect(checked.why).not.toContain(text.trim());
    }),
  );
});
