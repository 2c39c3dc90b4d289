import { tokenPlan } from "../../../cli/outlook/token";
import { statusText } from "../../../cli/show/status-text";
import { stepsWhileWaiting } from "../../../provider/bindings/okta-person";
import { holdSample } from "../../docs/samples";
import { aBinding, anOutlook, aToken, SCIM_URL, utc } from "../an-outlook";

const plain = { isTTY: false, columns: 80, paint: (_style: unknown, text: string) => text };
const person = { ...plain, isTTY: true };

test("generation, fingerprint, age, days left, the due day and the last gap are told", () => {
  const text = statusText([anOutlook()], plain);
  expect(text).toContain("acme: fine · generation 2 · 0123456789ab");
  expect(text).toContain(
    "Issued 2026-01-31 (100 days ago), due 2027-01-01, expires in 265 days (2027-01-31)",
  );
  expect(text).toContain("Last gap: 3 to 8 s");
});

test("a terminal shows how much of its life a token has behind it", () => {
  const bar = (text: string) => /[█░]+/.exec(text)?.[0] ?? "";
  const drawn = bar(statusText([anOutlook()], person));
  expect(drawn.replaceAll("░", "").length / drawn.length).toBeCloseTo(100 / 365, 1);
  expect(bar(statusText([anOutlook()], plain))).toBe("");
});

test("the bar of a token past its expiry is full", () => {
  const expired = aToken({ status: "expired", ageDays: 380, daysLeft: -15 });
  const text = statusText([anOutlook({ token: expired })], person);
  expect(text).toMatch(/█+ /);
  expect(text).not.toContain("░");
  expect(text).toContain("expired 15 days ago");
});

test("a binding shows how it stands, its proof, what is wrong and what to do", () => {
  const evidence = "its provisioning connection is DISABLED";
  const binding = aBinding({ status: "rejected", evidence });
  expect(statusText([anOutlook({ bindings: [binding] })], plain)).toBe(
    `acme: broken · generation 2 · 0123456789ab
  Users are not provisioned until it is fixed.
  valid: Druva accepts it; due from 2027-01-01
  Issued 2026-01-31 (100 days ago), due 2027-01-01, expires in 265 days (2027-01-31)
  Last gap: 3 to 8 s

  1 binding:
  ✖ rejected okta One (0oaOne)
             its provisioning connection is DISABLED
             A deploy last saw its test pass: 2026-01-31 00:00 UTC
             It holds a token that does not work.
             To do: Deploy: the current token is written again and tested. No token is issued.

  From a plan run at 2026-05-11 00:00 UTC
  1 binding is broken: drift exits with 5`,
  );
});

test("after the guide's first deploy the app that a person sets waits", () => {
  const takenAt = utc("2026-02-08");
  const fingerprint = "2715f93e622c";
  const token = aToken({
    ...{ generation: 1, fingerprint, ageDays: 7, daysLeft: 358 },
    ...{ issuedAt: utc("2026-02-01"), rotateAt: utc("2027-01-02"), expiresAt: utc("2027-02-01") },
  });
  const engineering = aBinding({
    ...{ key: "entra/00000000-0000-0000-0000-0000000000aa", kind: "entra" },
    ...{ id: "00000000-0000-0000-0000-0000000000aa", name: "Druva Engineering" },
    evidence:
      "Entra's connection test passed with the saved credentials (job scim.7995b3557debb0c7)",
    verifiedAt: takenAt,
    gap: null,
  });
  const person = aBinding({
    ...{ key: "okta/0oaDruvaPerson", id: "0oaDruvaPerson", name: "Druva 2.0", byPerson: true },
    ...{ status: "waiting", verifiedAt: null, gap: null },
    evidence: "Okta's System Log shows nothing since 2026-02-08 00:00 UTC",
    notes: stepsWhileWaiting({
      ...{ fingerprint, scimUrl: SCIM_URL, provenUrl: null, needsSuccess: false },
    }),
  });
  const outlook = anOutlook({ token, takenAt, bindings: [engineering, person] });
  holdSample("docs/get-started.md", "status", "text", statusText([outlook], plain));
});

test("what kept several bindings from being looked at is told once, and the others refer to it", () => {
  const unknown = (name: string, evidence: string) =>
    aBinding({ name, key: `okta/${name}`, status: "unknown", evidence });
  const bindings = [
    unknown("One", "no secret"),
    unknown("Two", "no secret"),
    unknown("Three", "down"),
  ];
  const text = statusText([anOutlook({ bindings })], plain);
  expect(text.match(/no secret/g)).toHaveLength(1);
  expect(text).toMatch(/Two .*\n +for the same reason as One$/m);
  expect(text).toMatch(/Three .*\n +down$/m);
  expect(text.match(/To do:/g)).toHaveLength(2); // once for each reason
});

test("who is still without a working token is named beside the last gap", () => {
  const waiting = aBinding({ key: "okta/0oaTwo", name: "Druva 2.0", status: "waiting" });
  const text = statusText([anOutlook({ bindings: [aBinding(), waiting] })], plain);
  expect(text).toContain("Last gap: 3 to 8 s; still open: Druva 2.0");
});

test("an unknown age leads, and no day is guessed: only the latest possible one is known", () => {
  const unknown = aToken({
    reason: "Druva accepts it; its age is unknown",
    issuedAt: null,
    expiresAt: null,
    rotateAt: null,
    ageDays: null,
    daysLeft: null,
  });
  const text = statusText(
    [anOutlook({ token: unknown, bindings: [], takenAt: new Date(0) })],
    plain,
  );
  expect(text).toContain("Its age is unknown");
  expect(text).toMatch(/^acme: undated/);
  expect(text.match(/20\d\d-\d\d-\d\d/g)).toEqual(["2027-01-31"]); // Druva took it a year before
});

test("holders that are not bound, and what else is to know, have each line indented", () => {
  const text = statusText(
    [
      anOutlook({
        unmanaged: [{ kind: "okta", id: "0oaTwo", name: "Two" }],
        warnings: [{ code: null, summary: "Not checked", detail: "The first line.\nThe second." }],
      }),
    ],
    plain,
  );
  expect(text).toMatch(
    /Not bound, and may hold the token:\n {2}! Two \(0oaTwo\) in Okta .*\n {6}If it holds/,
  );
  expect(text).toContain("To know:\n  ! Not checked\n      The first line.\n      The second.");
});

test("what is wrong beside the bindings is told with what to do", () => {
  const text = statusText([anOutlook({ token: aToken({ status: "rejected" }) })], plain);
  expect(text.split("\n")[0]).toBe("acme: broken · generation 2 · 0123456789ab");
  expect(text).toMatch(
    /What is wrong:\n {2}! Druva rejects the token of generation 2\..*\n {4}To do: Hand over/,
  );
});

test.each([
  [["waiting"], "1 binding is waiting: drift exits with 7"],
  [["waiting", "rejected", "rejected"], "2 bindings are broken: drift exits with 5"],
] as const)("bindings that are %j: the last line says %s", (statuses, line) => {
  const bindings = statuses.map((status, index) => aBinding({ key: `okta/${index}`, status }));
  expect(
    statusText([anOutlook({ bindings })], plain)
      .split("\n")
      .at(-1),
  ).toBe(`  ${line}`);
});

test("the last line counts the token with the bindings, and is not there where all is fine", () => {
  const token = aToken({ status: "rejected" });
  const bindings = [aBinding({ status: "rejected" })];
  expect(statusText([anOutlook({ token, bindings })], plain)).toMatch(
    /The token and 1 binding are broken: drift exits with 5$/,
  );
  expect(statusText([anOutlook()], plain)).not.toContain("drift exits");
});

test("the last line of a saved state says that drift may find something else", () => {
  const saved = anOutlook({ source: "saved", bindings: [aBinding({ status: "waiting" })] });
  expect(statusText([saved], plain)).toMatch(/drift exits with 7 if nothing has changed since$/);
});

test("an app that Okta's log shows to work is not said to have never passed", () => {
  const shown = statusText([anOutlook({ bindings: [aBinding({ verifiedAt: null })] })], plain);
  expect(shown).not.toMatch(/test pass/);
  const binding = aBinding({ status: "waiting", verifiedAt: null });
  expect(statusText([anOutlook({ bindings: [binding] })], plain)).toContain(
    "No deploy has seen its test pass.",
  );
});

test("a rotation that is merged already is not asked for again", () => {
  const plan = { ...tokenPlan("acme", []), ends: true, generation: 3 };
  const token = aToken({ status: "due", rotateAt: new Date(0), plan });
  const text = statusText([anOutlook({ token })], plain);
  expect(text).toContain("To do: Generation 3 is asked for already: deploy it.");
  expect(text).not.toContain("druva-scim request");
});
