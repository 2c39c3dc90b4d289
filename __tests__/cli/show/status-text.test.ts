import { statusText } from "../../../cli/show/status-text";
import { aBinding, aSituation, aToken } from "../situations";

const plain = { isTTY: false, columns: 80, paint: (_style: unknown, text: string) => text };
const person = { ...plain, isTTY: true };

test("generation, fingerprint, age, days left, the due day and the last gap are told", () => {
  const text = statusText([aSituation()], plain);
  expect(text).toContain("acme: fine · generation 2 · 0123456789ab");
  expect(text).toContain(
    "Issued 2026-01-31 (100 days ago), due 2027-01-01, expires in 265 days (2027-01-31)",
  );
  expect(text).toContain("Last gap: 3 to 8 s");
});

test("a terminal shows how much of its life a token has behind it", () => {
  const bar = (text: string) => /[█░]+/.exec(text)?.[0] ?? "";
  const drawn = bar(statusText([aSituation()], person));
  expect(drawn.replaceAll("░", "").length / drawn.length).toBeCloseTo(100 / 365, 1);
  expect(bar(statusText([aSituation()], plain))).toBe("");
});

test("the bar of a token past its expiry is full", () => {
  const expired = aToken({ status: "expired", ageDays: 380, daysLeft: -15 });
  const text = statusText([aSituation({ token: expired })], person);
  expect(text).toMatch(/█+ /);
  expect(text).not.toContain("░");
  expect(text).toContain("expired 15 days ago");
});

test("a binding shows how it stands, its proof, what is wrong and what to do", () => {
  const binding = aBinding({
    status: "rejected",
    evidence: "its provisioning connection is DISABLED",
    problem: "it holds a token that does not work",
    todo: "Deploy",
  });
  const text = statusText([aSituation({ bindings: [binding] })], plain);
  expect(text).toMatch(/✖ rejected okta One \(0oaOne\)\n +its provisioning connection is DISABLED/);
  expect(text).toMatch(/It holds a token that does not work\n +To do: Deploy/);
});

test("what kept several bindings from being looked at is told once, and the others refer to it", () => {
  const unknown = (name: string, why: string) =>
    aBinding({
      name,
      status: "unknown",
      evidence: why,
      problem: `it could not be looked at: ${why}`,
    });
  const bindings = [
    unknown("One", "no secret"),
    unknown("Two", "no secret"),
    unknown("Three", "down"),
  ];
  const text = statusText([aSituation({ bindings })], plain);
  expect(text.match(/no secret/g)).toHaveLength(1);
  expect(text).toMatch(/Two .*\n.*\n +For the same reason as One$/m);
  expect(text).toMatch(/Three .*\n.*\n +It could not be looked at: down$/m);
});

test("who is still without a working token is named beside the last gap", () => {
  const text = statusText([aSituation({ stillOpen: ["Druva 2.0"] })], plain);
  expect(text).toContain("Last gap: 3 to 8 s; still open: Druva 2.0");
});

test("an unknown age is said, and no day is guessed", () => {
  const unknown = aToken({
    reason: "Druva accepts it; its age is unknown",
    issuedAt: null,
    expiresAt: null,
    rotateAt: null,
    ageDays: null,
    daysLeft: null,
  });
  const text = statusText(
    [aSituation({ token: unknown, bindings: [], takenAt: new Date(0) })],
    plain,
  );
  expect(text).toContain("Its age is unknown");
  expect(text).not.toMatch(/20\d\d-\d\d-\d\d/);
});

test("holders that are not bound, and what else is to know, come with what to do", () => {
  const text = statusText(
    [
      aSituation({
        unmanaged: [{ key: "okta/0oaTwo", message: "Okta app Two may hold it", todo: "Bind it" }],
        warnings: [{ message: "Not checked", todo: "Look by hand" }],
      }),
    ],
    plain,
  );
  expect(text).toMatch(
    /Not bound, and may hold the token:\n +! Okta app Two may hold it\n +To do: Bind it/,
  );
  expect(text).toMatch(/To know:\n +! Not checked\n +To do: Look by hand/);
});

test("the worst finding leads, whatever the token's own status", () => {
  const text = statusText([aSituation({ worst: "broken" })], plain);
  expect(text.split("\n")[0]).toBe("acme: broken · generation 2 · 0123456789ab");
});
