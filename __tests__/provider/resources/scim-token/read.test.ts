/** What a plan says of a token that nobody asked to rotate. */
import { unknown } from "../../../../provider/framework/unknown";
import { fingerprint } from "../../../../provider/rotation/fingerprint";
import { open } from "../../../../provider/rotation/journal";
import {
  AUTOMATIC,
  byCommand,
  request,
  SCIM_URL,
  type TokenDeployment,
  useDeployments,
} from "./token-deployment";

const { adopted, fresh } = useDeployments();

describe("what time does", () => {
  test("a token that is due is a warning, never a change", async () => {
    const acme = await adopted();
    acme.clock.advance({ days: 335 });
    const { changes, warnings, refreshed } = await acme.plan();
    expect(changes).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("The token of generation 1 is due")]);
    expect(refreshed).toMatchObject({ status: "due" });
  });

  test("so is one that has expired by the clock while Druva accepts it", async () => {
    const acme = await adopted();
    acme.clock.advance({ days: 400 });
    const { changes, warnings, refreshed } = await acme.plan();
    expect([changes, refreshed?.status]).toEqual([false, "expired"]);
    expect(warnings).toEqual([expect.stringContaining("has expired by the clock")]);
  });

  test("another policy moves the dates and rotates nothing, even in automatic mode", async () => {
    const acme = await adopted({
      issuer: byCommand("false"),
    });
    acme.clock.advance({ days: 100 });
    acme.configure({ policy: { lifetime_days: 90, rotate_before_days: 10, mode: "automatic" } });
    const { planned } = await acme.plan();
    expect(planned).toMatchObject({
      token: "token-1",
      generation: 1,
      expires_at: "2026-04-01T00:00:00.000Z",
    });
    await acme.apply();
    expect(acme.token.status).toBe("expired");
  });

  test("a policy that changes while the token is due rotates nothing in that very plan", async () => {
    const acme = await adopted({
      issuer: byCommand("false"),
      policy: AUTOMATIC,
    });
    acme.clock.advance({ days: 335 });
    acme.configure({ policy: { ...AUTOMATIC, rotate_before_days: 40 } });
    expect((await acme.plan()).planned).toMatchObject({ token: "token-1", generation: 1 });
  });

  test("in automatic mode the plan after that rotates", async () => {
    const acme = await adopted({
      issuer: byCommand("false"),
      policy: AUTOMATIC,
    });
    acme.clock.advance({ days: 335 });
    expect((await acme.plan()).planned).toMatchObject({
      generation: 2,
      reason: "generation 1 is due",
    });
  });
});

describe("a rejected token", () => {
  const FIRST_SUCCESS = "2026-01-01T10:00:00.000Z";

  test("is taken over from whoever generated another, under the same generation, as old as the last success of the one before", async () => {
    const acme = await adopted();
    const theirs = acme.druva.generate();
    const { changes, planned, warnings } = await acme.plan();
    expect([changes, planned.generation]).toEqual([true, 1]);
    expect(warnings[0]).toContain("Druva rejects the token of generation 1");
    acme.handOver(theirs);
    await acme.apply();
    expect(acme.token).toMatchObject({
      token: theirs,
      generation: 1,
      issued_at: FIRST_SUCCESS, // it ended the one before, so it is not older
    });
    expect(acme.token.past_fingerprints).toEqual([fingerprint("token-1")]);
    expect(acme.druva.issued).toHaveLength(2);
  });

  test("that somebody put into the state beside another one's fingerprint gives way to that one", async () => {
    const acme = await adopted();
    acme.state = { ...acme.token, token: "by-hand" };
    acme.handOver("token-1");
    await acme.apply();
    expect(acme.token).toMatchObject({ token: "token-1", fingerprint: fingerprint("token-1") });
    expect((await acme.plan()).changes).toBe(false);
  });

  test.each([
    ["unreachable", "by-hand", true],
    ["refused", "by-hand", true],
    ["unreachable", "token-1", false],
  ] as const)(
    "about which Druva says nothing (%s) is refused where somebody put it into the state: %s, %s",
    async (verdict, token, isRefused) => {
      const acme = await adopted();
      acme.state = { ...acme.token, token };
      acme.druva.answers = () => verdict;
      const refused = await acme.plan().then(
        () => false,
        (error: unknown) => String(error).includes("not the one that was proven"),
      );
      expect(refused).toBe(isRefused);
    },
  );

  test("that nobody asked about is refused where somebody put it into the state, without a refresh too", async () => {
    const acme = await adopted();
    acme.state = { ...acme.token, token: "by-hand" };
    await expect(acme.plan({ refresh: false })).rejects.toThrow("not the one that was proven");
  });

  test("stays in the plan until that has worked", async () => {
    const acme = await adopted();
    acme.druva.generate();
    await expect(acme.apply()).rejects.toThrow("No token was handed over");
    expect((await acme.plan()).changes).toBe(true);
  });

  test("is not forgotten while Druva gives no verdict", async () => {
    const acme = await adopted();
    acme.druva.generate();
    await expect(acme.apply()).rejects.toThrow("No token was handed over");
    acme.druva.answers = () => "unreachable";
    const { changes, planned } = await acme.plan();
    expect(changes).toBe(true);
    expect(planned.reason).toContain("Druva was asked: rejected");
  });

  test("is replaced without a question about users, for which the bindings would wait", async () => {
    const acme = await adopted();
    acme.druva.users = ["dave"];
    acme.handOver(acme.druva.generate());
    await acme.apply();
    acme.druva.answers = () => "unreachable";
    expect((await acme.plan()).private?.users).toEqual(["carol"]);
  });

  test("is taken over with the tenant not proven where no user is remembered", async () => {
    const acme = await fresh();
    acme.druva.users = [];
    acme.handOver(acme.druva.generate());
    await acme.apply();
    acme.handOver(acme.druva.generate());
    expect((await acme.apply()).join("\n")).toContain("Tenant not proven");
  });

  test("is taken over without a doubt where the new one knows the tenant's users", async () => {
    const acme = await adopted();
    acme.handOver(acme.druva.generate());
    expect((await acme.apply()).join("\n")).not.toContain("Tenant not proven");
  });

  test("is taken over by the users who were there at the last look that Druva answered", async () => {
    const acme = await adopted();
    acme.druva.users = ["dave"];
    await acme.apply();
    acme.druva.users = ["erin"];
    acme.druva.generate();
    expect((await acme.plan()).private?.users).toEqual(["dave"]);
  });

  test("is not dated by an earlier request that is still written", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token).toMatchObject({
      token: "token-3",
      generation: 2,
      issued_at: FIRST_SUCCESS,
    });
  });

  test("from an earlier look is asked about again before anything is done", async () => {
    const acme = await adopted();
    acme.druva.answers = () => "rejected";
    await expect(acme.apply()).rejects.toThrow("No token was handed over");
    acme.druva.answers = () => undefined;
    await expect(acme.apply({ refresh: false })).rejects.toThrow("not rejected any more");
  });
});

test.each(["refused", "unreachable"] as const)(
  "a Druva that answers %s plans nothing and is warned about",
  async (verdict) => {
    const acme = await adopted();
    acme.druva.answers = () => verdict;
    const { changes, warnings, refreshed } = await acme.plan();
    expect([changes, refreshed?.status]).toEqual([false, "unproven"]);
    expect(warnings).toEqual([expect.stringContaining("Druva gave no verdict")]);
  },
);

test("while the provider's configuration is unknown nothing is asked and nothing is planned", async () => {
  const acme = await adopted();
  acme.druva.generate();
  acme.configurationKnown = false;
  const { changes, warnings } = await acme.plan();
  expect(changes).toBe(false);
  expect(warnings).toEqual([expect.stringContaining("configuration is not known yet")]);
});

describe("an environment with a token that nothing asked for", () => {
  test.each([
    [
      "the one in state",
      (acme: TokenDeployment) => acme.token.token ?? "",
      "that is the token in state. Remove the variable: it has done its work",
    ],
    ["one that Druva rejects", () => "mistyped", "Druva rejects it"],
  ])("%s is ignored, with a warning that does not show it", async (_what, handed, said) => {
    const acme = await adopted();
    acme.handOver(handed(acme));
    const { changes, warnings } = await acme.plan();
    expect(changes).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(said)]);
    expect(warnings.join()).not.toContain(handed(acme));
  });

  test("one that was replaced before is ignored", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    acme.handOver("token-1");
    expect((await acme.plan()).warnings).toEqual([expect.stringContaining("replaced before")]);
  });

  test("nothing of it enters a plan, its fingerprint excepted, which no attribute has", async () => {
    const acme = await adopted();
    const theirs = acme.druva.generate();
    acme.handOver(theirs);
    const plan = await acme.plan();
    expect(JSON.stringify(plan)).not.toContain(theirs);
    const { planned, refreshed } = plan;
    expect(JSON.stringify({ planned, refreshed })).not.toContain(fingerprint(theirs));
  });

  test("one that Druva rejects is ignored while a tenant is only observed, too", async () => {
    const acme = await fresh();
    acme.configure({ begin: "observe" });
    await acme.apply();
    acme.handOver("mistyped");
    expect((await acme.plan()).warnings).toEqual([expect.stringContaining("Druva rejects it")]);
  });
});

describe("another SCIM base URL", () => {
  const gov = "https://gov.druva.test/insync/scim";

  test("is passed on to the consumers, and rotates nothing", async () => {
    const acme = await adopted();
    acme.scimUrl = gov;
    const { changes, planned, warnings } = await acme.plan();
    expect(changes).toBe(true);
    expect(planned).toMatchObject({ scim_url: gov, token: "token-1", generation: 1 });
    expect(warnings).toEqual([expect.stringContaining("The SCIM URL changes")]);
  });

  test("is shown nothing by a plan, and by the apply the token in state alone", async () => {
    const acme = await adopted();
    acme.handOver("handed-over");
    acme.scimUrl = gov;
    const askedThere = () => acme.druva.asked.filter(({ url }) => url === gov);
    await acme.plan();
    expect(askedThere()).toEqual([]);

    acme.druva.url = gov;
    await acme.apply();
    expect(new Set(askedThere().map(({ token }) => token))).toEqual(new Set(["token-1"]));
    acme.handOver("");
    expect(await acme.plan()).toMatchObject({ refreshed: { status: "valid" }, warnings: [] });
  });

  test("issues nothing in automatic mode, whatever the other host would answer", async () => {
    const acme = await adopted({
      issuer: byCommand("false"),
      policy: AUTOMATIC,
    });
    acme.scimUrl = gov;
    expect((await acme.plan()).planned).toMatchObject({ token: "token-1", generation: 1 });
  });

  test("does not change together with the token", async () => {
    const acme = await adopted();
    acme.scimUrl = gov;
    acme.configure({ rotation_request: request(2) });
    await expect(acme.plan()).rejects.toThrow("must not change in one deploy");
  });

  test("does not change while the journal has an interrupted rotation", async () => {
    const acme = await adopted();
    const key = { tenant: "acme", scimUrl: SCIM_URL, priorFingerprint: fingerprint("token-1") };
    const journal = open(acme.journalDir, key);
    await journal.issued("pending", acme.clock.now());
    acme.scimUrl = gov;
    expect((await acme.plan()).warnings.join()).toContain("A rotation was interrupted");
    await expect(acme.apply()).rejects.toThrow("while a rotation is interrupted");
  });
});

test("a URL that is not known yet is left open beside another change, since apply may find another", async () => {
  const acme = await adopted();
  acme.configurationKnown = false;
  acme.configure({ require_all_bound: true });
  expect((await acme.plan()).planned.scim_url).toBe(unknown);
});

describe("an unknown age is said", () => {
  const said = expect.stringContaining("The token's age is unknown");

  test("after a takeover a later day may be said, and issued_on of the token before counts for nothing", async () => {
    const acme = await adopted();
    acme.clock.advance({ days: 300 });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token.issued_at).toBe("2026-01-01T10:00:00.000Z"); // too early rather than too late
    acme.configure({ issued_on: "2026-10-20" });
    await acme.apply();
    expect(acme.token.issued_at).toBe("2026-10-20T00:00:00.000Z");
  });

  test("by an adoption that has no issued_on, in the apply already", async () => {
    const acme = await fresh();
    acme.handOver(acme.druva.generate());
    expect(await acme.apply()).toContainEqual(said);
  });

  test("with issued_on as a way out only where the token was adopted", async () => {
    const acme = await adopted({ begin: "issue", invalidate_existing: true, issued_on: null });
    acme.handOver("");
    const { warnings } = await acme.plan();
    expect(warnings[0]).toEqual(said);
    expect(warnings[0]).not.toContain("issued_on");
  });
});

test("begin = issue is warned of once there is a token, until it is adopt: a lost state would end that one", async () => {
  const acme = await fresh();
  acme.configure({ begin: "issue", invalidate_existing: true, rotation_request: request(1) });
  acme.handOver(acme.druva.generate());
  expect((await acme.plan()).codes).not.toContain("begin-still-issue");
  await acme.apply();
  expect((await acme.plan()).codes).toContain("begin-still-issue");

  acme.configure({ begin: "adopt", invalidate_existing: null });
  const { codes, planned } = await acme.plan();
  expect(codes).not.toContain("begin-still-issue");
  expect(planned).toMatchObject({ generation: 1, change: null });
});
