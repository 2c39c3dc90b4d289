import fc from "fast-check";
import { escaped } from "../../../cli/show/markdown";
import { commentMarker, noPlanMarkdown, planMarkdown } from "../../../cli/show/plan-markdown";
import { planText } from "../../../cli/show/plan-text";
import { stepsInWords } from "../../../cli/show/plan-words";
import { dayOf } from "../../../cli/terminal/time";
import { recordedOutlook, recordedPlan, recordedSituations } from "../recorded-plan";

const markdownOf = (situation: string) => planMarkdown(recordedOutlook(situation));
const plain = { paint: (_style: unknown, text: string) => text };
const textOf = (situation: string) => planText(recordedOutlook(situation), plain);

test("the title says what the deploy after the merge will do, since merging alone does nothing", () => {
  expect(markdownOf("rotate")).toMatch(
    /^## 🔑 Druva tenant acme: the deploy after the merge will rotate the token: generation 1 → 2\n/,
  );
  expect(markdownOf("nothing")).toMatch(/^## ✅ Druva tenant acme: merging changes nothing\n/);
  expect(markdownOf("vanished")).toMatch(/^## ❌ Druva tenant acme: the plan failed\n/);
});

test("a reader who never saw the project is told what a SCIM token is and what a new one ends", () => {
  expect(markdownOf("rotate").split("\n")[2]).toBe(
    "Identity providers create, change and deactivate users in Druva with one secret per tenant, the SCIM token. Druva honours only the token generated last: a new one ends the one before at once, for everything that holds it. Generations count these tokens.",
  );
});

test("a rotation tells who must act, and that generating comes after the merge", () => {
  const text = markdownOf("rotate");
  expect(text).toContain("generates the token **after** the merge");
  expect(text).toContain("`DRUVA_SCIM_TOKEN_ACME`");
  expect(text).toContain("enters it by hand in Druva 2.0");
  expect(text).toContain(`it expires on ${dayOf(recordedOutlook("rotate").token.expiresAt)}`); // if nobody merges
});

test("the merge itself changes nothing, and the comment says so", () => {
  expect(markdownOf("rotate")).toContain(
    "| **When** | By the deploy that follows the merge. The merge itself changes nothing. |",
  );
});

test.each(["rotate", "adopt", "rejected"])(
  "the steps of %s are in the comment and on a terminal, each with its mark",
  (situation) => {
    const { lines } = stepsInWords(recordedOutlook(situation).token.plan);
    expect(lines.length).toBeGreaterThan(1);
    for (const { mark, text } of lines) {
      expect(markdownOf(situation)).toContain(`${mark} ${escaped(text)}`);
      expect(textOf(situation)).toContain(`${mark} ${text}`);
    }
  },
);

test("where nobody has to act there are no steps", () => {
  expect(markdownOf("automatic") + textOf("automatic")).not.toContain("The steps");
});

test("a command that issues the token is named in the place of a person", () => {
  expect(markdownOf("automatic")).toContain(
    "| **Who must act** | Nobody: a command issues the token.",
  );
});

test("it is said where the result is seen afterwards", () => {
  expect(markdownOf("rotate")).toContain(
    "| **Seen afterwards** | `druva-scim --tenant acme status` says of each application",
  );
  expect(markdownOf("rotate")).not.toMatch(/workflow/i); // not everybody has ours
  expect(markdownOf("nothing")).not.toContain("Seen afterwards");
});

test("what does not work is told in the vendor's words, apart from the table", () => {
  const text = markdownOf("rejected");
  expect(text).toContain("| Druva Sales | Entra ID | **does not work** | gets the current token");
  expect(text).toMatch(/- \*\*Druva Sales\*\*: testing the credentials .* answered 400/);
});

test("every application has a line: how it stands and what happens to it", () => {
  const sales = recordedOutlook("rotate-read-only").bindings.find(
    ({ name }) => name === "Druva Sales",
  );
  expect(markdownOf("rotate-read-only")).toContain(
    `| Druva Sales | Entra ID | could not be looked at (worked on ${dayOf(sales?.verifiedAt ?? null)}) | gets the new token, then is tested |`,
  );
  expect(markdownOf("rotate")).toContain(
    "| Druva 2.0 | Okta | works | a person enters the token by hand; counts once it is shown to work |",
  );
});

test("where the identity may not test, the comment says that live bindings were not looked at", () => {
  expect(markdownOf("rotate-read-only")).toContain(
    "**Live bindings could not be looked at in this plan** (4 of them)",
  );
  expect(markdownOf("rotate")).not.toContain("could not be looked at");
});

test("where Druva gave no verdict on the token, the comment says so", () => {
  expect(markdownOf("druva-down")).toContain("> **Not known:** whether Druva accepts");
  expect(markdownOf("nothing")).not.toContain("Not known");
});

test("a plan that ends no token says so", () => {
  expect(markdownOf("heal")).toContain("Nothing: the present token stays alive.");
});

test("a failed plan says not to merge, why, and what to do", () => {
  const text = markdownOf("expired-identity");
  expect(text).toContain("Do not merge before this is fixed");
  expect(text).toContain("AADSTS7000222");
  expect(text).toContain("renew them (ARM_* in the environment)");
});

test("what kept a plan from being made is told as it is, whatever it contains", () => {
  expect(noPlanMarkdown("acme", "druva-scim.yaml:3:1: ``` odd")).toContain(
    "````text\ndruva-scim.yaml:3:1: ``` odd\n````",
  );
});

test("an unbound application that may hold the token is a warning of its own", () => {
  expect(markdownOf("unmanaged-holder")).toContain("**Not bound, and may hold the token too:**");
});

test("the same plan gives the same text, in whatever order Terraform tells it", () => {
  const plan = recordedPlan("rotate-read-only");
  const reversed = { ...plan, diagnostics: plan.diagnostics.toReversed() };
  expect(planMarkdown(recordedOutlook(reversed))).toBe(markdownOf("rotate-read-only"));
});

test("tenants' comments do not find each other", () => {
  expect(commentMarker("acme-emea").startsWith(commentMarker("acme"))).toBe(false);
});

test("nothing of a sensitive value is in any text", () => {
  for (const situation of recordedSituations()) {
    expect(markdownOf(situation) + textOf(situation)).not.toContain("(sensitive)");
  }
});

test("names and vendors' words cannot break a table, start a tag or notify anybody", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."|<@\n*_`[]#\\ab ") }), (text) => {
      const safe = escaped(text);
      expect(safe).not.toMatch(/(^|[^\\])(\\\\)*\||<|@|\n/);
    }),
  );
});

test.each(["https://evil.example", "www.evil.example", "ask @ann", "ann@acme.example"])(
  "a name becomes neither a link nor a mention: %s",
  (name) => expect(escaped(name)).not.toMatch(/:\/\/|www\.|@\w|&#64;\w/),
);

test("the terminal's text has the title first, and what a person must do last", () => {
  const lines = textOf("rotate").split("\n");
  expect(lines[0]).toBe("acme: a deploy will rotate the token: generation 1 -> 2.");
  expect(lines.at(-1)).toContain("Set DRUVA_SCIM_TOKEN_ACME to the new token");
});

test("the terminal's text says of a failed plan that nothing is known", () => {
  expect(textOf("vanished")).toMatch(
    /^acme: the plan failed; what a deploy would do is not known\./,
  );
});
