import { fingerprint } from "../../../provider/rotation/fingerprint";
import { type OldToken, ruleOutMixUp, type Tenant } from "../../../provider/rotation/whose-token";
import type { Probe } from "../../../provider/rotation/probe";
import { FakeClock } from "./fake-druva";

/** The old token answers these in turn, the last one for ever; each wait passes by itself. */
function facing(...answers: Probe["verdict"][]) {
  const clock = new FakeClock("2026-11-02T10:00:00Z");
  const warnings: string[] = [];
  let asked = 0;
  return {
    clock,
    warnings,
    waitedMs: () => clock.now().getTime() - Date.parse("2026-11-02T10:00:00Z"),
    ruleOut: (
      old: string | null = "old",
      {
        seenAlive = "now",
        tenant = "unknown",
        isStray = false,
        accepted = null,
      }: {
        seenAlive?: OldToken["seenAlive"];
        tenant?: Tenant;
        isStray?: boolean;
        accepted?: string | null;
      } = {},
    ) =>
      ruleOutMixUp(
        { token: "new", provenAt: clock.now(), isStray, next: "Give another one." },
        old === null ? null : { token: old, seenAlive },
        accepted,
        {
          clock,
          probe() {
            const verdict = answers[Math.min(asked++, answers.length - 1)] ?? "accepted";
            return Promise.resolve({ verdict, message: "words", at: clock.now() });
          },
          tenantOf: async () => tenant,
          async pause(milliseconds) {
            clock.advance({ milliseconds });
          },
          warn: ({ summary }) => warnings.push(summary),
        },
      ),
  };
}

test("an old token that is rejected proves the tenant at once", async () => {
  const run = facing("rejected");
  expect(await run.ruleOut()).toBeNull();
  expect([run.waitedMs(), run.warnings]).toEqual([0, []]);
});

test("a 403 in the minute in which the new one got 200 proves it too", async () => {
  const run = facing("refused");
  await run.ruleOut();
  expect(run.warnings).toEqual([]);
});

test("an old token that dies a little later is waited for, and when it was last alive is told", async () => {
  const run = facing("accepted", "accepted", "rejected");
  const lastAlive = await run.ruleOut();
  expect(lastAlive?.getTime()).toBeLessThan(run.clock.now().getTime());
  expect(run.warnings).toEqual([]);
});

test("an old token that lives on for a minute is an error", async () => {
  const run = facing("accepted");
  await expect(run.ruleOut()).rejects.toThrow("another tenant's?");
  expect(run.waitedMs()).toBeGreaterThanOrEqual(60_000);
});

test("where the old one cannot be asked, the tenant is not proven, and that is said", async () => {
  const run = facing("unreachable");
  await run.ruleOut();
  expect(run.warnings).toEqual(["Tenant not proven"]);
});

test("so it is where no token was known before", async () => {
  const run = facing("accepted");
  await run.ruleOut(null);
  expect(run.warnings).toHaveLength(1);
});

test.each(["rejected", "refused"] as const)(
  "an old token that is %s and was not known to be alive proves nothing, and that is said",
  async (verdict) => {
    const run = facing(verdict);
    await run.ruleOut("old", { seenAlive: null });
    expect(run.warnings).toEqual(["Tenant not proven"]);
  },
);

test("one that is seen alive after the new one, and dies then, proves the tenant", async () => {
  const run = facing("accepted", "rejected");
  await run.ruleOut("old", { seenAlive: null });
  expect(run.warnings).toEqual([]);
});

describe("where an earlier look saw the old one alive, and it is dead now", () => {
  test.each(["same", "unknown"] as const)(
    "a new one whose tenant is %s is taken: the click that made it ended the old one",
    async (tenant) => {
      const run = facing("rejected");
      await run.ruleOut("old", { seenAlive: "earlier", tenant, isStray: true });
      expect(run.warnings).toEqual([]);
    },
  );

  test("a new one that knows none of the remembered users is refused: somebody may have clicked since", async () => {
    const run = facing("rejected");
    const other = { seenAlive: "earlier", tenant: "other" } as const;
    await expect(run.ruleOut("old", other)).rejects.toThrow("may be another tenant's");
    await run.ruleOut("old", { ...other, accepted: fingerprint("new") });
  });
});

describe("where the old one was dead before", () => {
  const dead = { seenAlive: null };

  test("users that the new one knows prove the tenant", async () => {
    const run = facing("rejected");
    await run.ruleOut("old", { ...dead, tenant: "same" });
    expect(run.warnings).toEqual([]);
  });

  test("a new one that knows none of the remembered users is refused, and named for the review", async () => {
    const run = facing("rejected");
    await expect(run.ruleOut("old", { ...dead, tenant: "other" })).rejects.toThrow(
      `set acceptUnproven (accept_unproven in HCL) to "${fingerprint("new")}"`,
    );
  });

  test("a new one from a variable of no tenant is refused unless users prove it", async () => {
    const run = facing("rejected");
    const stray = { ...dead, isStray: true };
    await expect(run.ruleOut("old", stray)).rejects.toThrow("may be another tenant's");
    await run.ruleOut("old", { ...stray, tenant: "same" });
    expect(run.warnings).toEqual([]);
  });

  test.each(["other", "unknown"] as const)(
    "a review that names its fingerprint accepts one whose tenant is %s",
    async (tenant) => {
      const run = facing("rejected");
      await run.ruleOut("old", {
        ...dead,
        tenant,
        isStray: true,
        accepted: fingerprint("new"),
      });
      expect(run.warnings).toEqual([]);
    },
  );

  test("a review that names another fingerprint accepts nothing", async () => {
    const run = facing("rejected");
    const accepted = fingerprint("another");
    await expect(run.ruleOut("old", { ...dead, tenant: "other", accepted })).rejects.toThrow();
  });
});

test("whatever is accepted without proof, an old one that goes on working is a mix-up", async () => {
  const run = facing("accepted");
  const accepted = fingerprint("new");
  await expect(run.ruleOut("old", { tenant: "same", accepted })).rejects.toThrow("still works");
});
