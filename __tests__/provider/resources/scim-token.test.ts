import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { unknown } from "../../../provider/framework/unknown";
import { scimToken } from "../../../provider/resources/scim-token";
import { fingerprint } from "../../../provider/rotation/fingerprint";
import { request, SCIM_URL, TokenDeployment } from "./token-deployment";

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "scim-token-"));
});
afterAll(async () => {
  await rm(parent, { recursive: true });
});

async function fresh(): Promise<TokenDeployment> {
  return new TokenDeployment(await mkdtemp(join(parent, "journal-")));
}

/** A tenant whose token was generated today and taken over. */
async function adopted(
  given: Parameters<TokenDeployment["configure"]>[0] = {},
): Promise<TokenDeployment> {
  const acme = await fresh();
  acme.configure({ issued_on: "2026-01-01", ...given });
  acme.handOver(acme.druva.generate());
  await acme.apply();
  delete acme.environment["DRUVA_SCIM_TOKEN_ACME"];
  return acme;
}

const consumer = (id: string) => ({
  kind: "command",
  id,
  provider: null,
  name: null,
  job_id: null,
  manage_job: null,
  entered_by: null,
  bind_command: ["true"],
  test_command: ["true"],
});

describe("a beginning", () => {
  test("adopting takes the living token over as generation 1, and the next plan is clean and silent", async () => {
    const acme = await adopted();
    expect(acme.token).toMatchObject({
      token: "token-1",
      fingerprint: fingerprint("token-1"),
      generation: 1,
      past_fingerprints: [],
      issued_at: "2026-01-01T00:00:00.000Z",
      rotate_at: "2026-12-02T00:00:00.000Z",
      status: "valid",
      scim_url: SCIM_URL,
    });
    expect(await acme.plan()).toMatchObject({ changes: false, warnings: [] });
  });

  test("a token without issued_on has no age, and every plan says so", async () => {
    const acme = await adopted({ issued_on: null });
    expect(acme.token).toMatchObject({ issued_at: null, expires_at: null, rotate_at: null });
    const { changes, warnings } = await acme.plan();
    expect([changes, warnings.length, warnings[0]]).toEqual([
      false,
      1,
      expect.stringContaining("The token's age is unknown"),
    ]);
  });

  test("its age may be said later, without another token", async () => {
    const acme = await adopted({ issued_on: null });
    acme.configure({ issued_on: "2025-12-24" });
    await acme.apply();
    expect(acme.token).toMatchObject({ token: "token-1", issued_at: "2025-12-24T00:00:00.000Z" });
  });

  test("observing knows no token, and generation 0", async () => {
    const acme = await fresh();
    acme.configure({ begin: "observe" });
    await acme.apply();
    expect(acme.token).toMatchObject({
      token: null,
      fingerprint: null,
      generation: 0,
      status: "observed",
    });
    expect(await acme.plan()).toMatchObject({ changes: false, warnings: [] });
  });

  test("an age from the future is refused", async () => {
    const acme = await fresh();
    acme.configure({ issued_on: "2027-01-01" });
    await expect(acme.apply()).rejects.toThrow("issued_on lies in the future");
  });

  test("from observing, a request and begin in one change lead to generation 1, as old as the request", async () => {
    const acme = await fresh();
    acme.configure({ begin: "observe" });
    await acme.apply();
    acme.clock.advance({ days: 10 });
    acme.configure({ begin: "adopt", rotation_request: request(1, "2026-01-10") });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token).toMatchObject({
      generation: 1,
      token: "token-1",
      issued_at: "2026-01-10T00:00:00.000Z",
    });
  });

  test("a failed create leaves nothing, and the next one goes on", async () => {
    const acme = await fresh();
    await expect(acme.apply()).rejects.toThrow("No token was handed over");
    expect(acme.state).toBeNull();
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token.generation).toBe(1);
  });

  test("the age of a token that a person generated for begin = issue is the request's", async () => {
    const acme = await fresh();
    acme.configure({ begin: "issue", invalidate_existing: true, rotation_request: request(1) });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token).toMatchObject({ generation: 1, issued_at: "2026-01-01T00:00:00.000Z" });
  });
});

describe("a requested rotation", () => {
  test("its plan says from where to where, why, and that the present token stops working", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2), consumers: [consumer("onelogin")] });
    const { planned, warnings } = await acme.plan();
    expect(planned).toMatchObject({
      generation: 2,
      reason: "rotation request of 2026-01-01 for generation 2: yearly",
    });
    expect(warnings[0]).toMatch(/generation 1 -> 2; the present one stops working at apply/);
    expect(warnings[0]).toContain(fingerprint("token-1"));
    expect(warnings[0]).toContain("command/onelogin");
    expect(warnings[0]).toContain("New Token");
  });

  test("all that another token decides is unknown until apply", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    const { planned } = await acme.plan();
    const open = Object.entries(planned).filter(([, value]) => value === unknown);
    expect(open.map(([name]) => name).sort()).toEqual([
      "expires_at",
      "fingerprint",
      "issued_at",
      "old_token_last_valid_at",
      "past_fingerprints",
      "proven_at",
      "rotate_at",
      "status",
      "token",
    ]);
  });

  test("the token that is handed over becomes generation 2, and the one before is remembered by its fingerprint", async () => {
    const acme = await adopted();
    acme.clock.advance({ days: 335 });
    acme.configure({ rotation_request: request(2, "2026-12-02") });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token).toMatchObject({
      token: "token-2",
      generation: 2,
      past_fingerprints: [fingerprint("token-1")],
      issued_at: "2026-12-02T00:00:00.000Z",
      rotate_at: "2027-11-02T00:00:00.000Z",
      status: "valid",
    });
  });

  test("afterwards the plan is clean, and silent once the variable is gone", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect((await acme.plan()).warnings[0]).toContain("DRUVA_SCIM_TOKEN_ACME is ignored");
    delete acme.environment["DRUVA_SCIM_TOKEN_ACME"];
    expect(await acme.plan()).toMatchObject({ changes: false, warnings: [] });
  });

  test("every consumer that is not ready is listed, and no token is issued", async () => {
    const command = [process.execPath, "-e", "require('fs').writeFileSync('/dev/null', 'issued')"];
    const issuer = { kind: "command", command, environment: null, deadline_seconds: null };
    const notReady = (id: string) => ({ ...consumer(id), bind_command: [`no-such-${id}`] });
    const acme = await adopted({ issuer });
    acme.configure({ rotation_request: request(2), consumers: [notReady("one"), notReady("two")] });
    await expect(acme.apply()).rejects.toThrow(
      /command\/one is not ready[^]*command\/two is not ready/,
    );
    expect(acme.token.generation).toBe(1);
  });

  test("a failed one keeps the state, and is planned again", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    await expect(acme.apply()).rejects.toThrow("No token was handed over");
    expect(acme.token).toMatchObject({ token: "token-1", generation: 1, past_fingerprints: [] });
    expect((await acme.plan()).planned.generation).toBe(2);
  });

  test.each([
    ["below the present generation", request(1)],
    ["for the present generation with another reason", request(2, "2026-01-01", "yearly, mended")],
  ])("a request %s plans no other token and is remarked upon", async (_what, given) => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    delete acme.environment["DRUVA_SCIM_TOKEN_ACME"];
    acme.configure({ rotation_request: given });
    const { planned, warnings } = await acme.plan();
    expect([planned.token, planned.generation]).toEqual(["token-2", 2]);
    expect(warnings).toEqual([expect.stringContaining("The rotation request changes nothing")]);
  });
});

describe("a rotation by command", () => {
  /** The command counts its runs; what it prints is alive from then on. */
  async function rotating() {
    const acme = await adopted();
    const runs = join(acme.journalDir, "..", `${basename(acme.journalDir)}.runs`);
    const program = `require("fs").appendFileSync(${JSON.stringify(runs)}, "x");
      console.log('{"token":"by-command"}')`;
    acme.configure({
      rotation_request: request(2),
      issuer: {
        kind: "command",
        command: [process.execPath, "-e", program],
        environment: null,
        deadline_seconds: null,
      },
    });
    acme.druva.answers = (token) => (token === "by-command" ? "accepted" : "rejected");
    return { acme, runs: async () => (await readFile(runs, "utf8")).length };
  }

  test("is as old as the command's run", async () => {
    const { acme } = await rotating();
    acme.clock.advance({ days: 3 });
    await acme.apply();
    expect(acme.token).toMatchObject({
      token: "by-command",
      issued_at: acme.clock.now().toISOString(),
    });
  });

  test("whose state was lost is repeated with the token that it made", async () => {
    const { acme, runs } = await rotating();
    await acme.applyAndLoseTheState();
    expect((await acme.plan()).warnings[0]).toContain("A rotation was interrupted");
    await acme.apply();
    expect([acme.token.token, acme.token.generation, await runs()]).toEqual(["by-command", 2, 1]);
  });

  test("leaves its token in the journal until a later look finds it in the state", async () => {
    const { acme } = await rotating();
    const kept = async () => {
      const files = await readdir(acme.journalDir);
      return Promise.all(files.map((file) => readFile(join(acme.journalDir, file), "utf8")));
    };
    await acme.apply();
    expect((await kept()).join()).toContain("by-command");
    await acme.plan();
    expect((await kept()).join()).not.toContain("by-command");
  });
});

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
      issuer: { kind: "command", command: ["false"], environment: null, deadline_seconds: null },
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
    const automatic = { lifetime_days: null, rotate_before_days: null, mode: "automatic" };
    const acme = await adopted({
      issuer: { kind: "command", command: ["false"], environment: null, deadline_seconds: null },
      policy: automatic,
    });
    acme.clock.advance({ days: 335 });
    acme.configure({ policy: { ...automatic, rotate_before_days: 40 } });
    expect((await acme.plan()).planned).toMatchObject({ token: "token-1", generation: 1 });
  });

  test("in automatic mode the plan after that rotates", async () => {
    const acme = await adopted({
      issuer: { kind: "command", command: ["false"], environment: null, deadline_seconds: null },
      policy: { lifetime_days: null, rotate_before_days: null, mode: "automatic" },
    });
    acme.clock.advance({ days: 335 });
    expect((await acme.plan()).planned).toMatchObject({
      generation: 2,
      reason: "generation 1 is due",
    });
  });
});

describe("a rejected token", () => {
  test("is taken over from whoever generated another, under the same generation and of unknown age", async () => {
    const acme = await adopted();
    const theirs = acme.druva.generate();
    const { changes, planned, warnings } = await acme.plan();
    expect([changes, planned.generation]).toEqual([true, 1]);
    expect(warnings[0]).toContain("Druva rejects the token of generation 1");
    acme.handOver(theirs);
    await acme.apply();
    expect(acme.token).toMatchObject({ token: theirs, generation: 1, issued_at: null });
    expect(acme.token.past_fingerprints).toEqual([fingerprint("token-1")]);
    expect(acme.druva.issued).toHaveLength(2);
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

  test("is taken over with an unknown age even where an earlier request is still written", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token).toMatchObject({ token: "token-3", generation: 2, issued_at: null });
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

describe("what must not get lost", () => {
  test("a consumer that vanishes is refused, by its name", async () => {
    const acme = await adopted({ consumers: [consumer("onelogin"), consumer("ping")] });
    acme.configure({ consumers: [consumer("onelogin")] });
    await expect(acme.plan()).rejects.toThrow("The consumer command/ping has vanished");
  });

  test("one that is released may go, and its mark after one deploy", async () => {
    const acme = await adopted({ consumers: [consumer("ping")] });
    acme.configure({ consumers: [], released: ["command/ping"] });
    await acme.apply();
    acme.configure({ released: null });
    await acme.apply();
    expect((await acme.plan()).changes).toBe(false);
  });

  test("the tenant of a token cannot change", async () => {
    const acme = await adopted();
    acme.configure({ tenant: "other" });
    await expect(acme.plan()).rejects.toThrow("The tenant of a token cannot change");
  });

  test("a known token cannot go back to being observed", async () => {
    const acme = await adopted();
    acme.configure({ begin: "observe", issued_on: null });
    await expect(acme.plan()).rejects.toThrow("cannot go back to being observed");
  });

  test("a destroy is refused unless it was allowed before, and says that the token lives on", async () => {
    const acme = await adopted();
    const warnings: string[] = [];
    const warn = ({ summary }: { summary: string }) => warnings.push(summary);
    const destroy = () => scimToken.planDestroy?.({ prior: acme.token, private: null }, { warn });
    expect(destroy).toThrow("must not be destroyed by accident");
    acme.configure({ allow_destroy: true });
    await acme.apply();
    destroy();
    expect(warnings).toEqual(["The token stays alive"]);
  });

  test("an argument that is not known when planning is refused", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: unknown });
    await expect(acme.plan()).rejects.toThrow("rotation_request is not known when planning");
  });
});

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
      "that is the token in state",
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

  test("nothing of it enters a plan", async () => {
    const acme = await adopted();
    const theirs = acme.druva.generate();
    acme.handOver(theirs);
    const plan = await acme.plan();
    expect(JSON.stringify(plan)).not.toContain(theirs);
    expect(JSON.stringify(plan)).not.toContain(fingerprint(theirs));
  });
});
