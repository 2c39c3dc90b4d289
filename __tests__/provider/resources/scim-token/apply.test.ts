/** How `druva_scim_token` begins and rotates, told as stories. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { unknown } from "../../../../provider/framework/unknown";
import { fingerprint } from "../../../../provider/rotation/fingerprint";
import {
  byCommand,
  commandConsumer,
  listing,
  request,
  SCIM_URL,
  type TokenDeployment,
  useDeployments,
} from "./token-deployment";

const { adopted, fresh } = useDeployments();

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

  test("what an adopting apply repeats of its plan tells nobody to hand over once more", async () => {
    const acme = await fresh();
    expect((await acme.plan()).warnings[0]).toContain("set DRUVA_SCIM_TOKEN_ACME to it");
    acme.handOver(acme.druva.generate());
    const warnings = await acme.apply();
    expect(warnings[0]).toContain("A working token is taken over as generation 1");
    expect(warnings.join()).not.toContain("Set DRUVA_SCIM_TOKEN_ACME");
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

  test("observing, the age of the token in use may be known, at once or later", async () => {
    const acme = await fresh();
    acme.configure({ begin: "observe", issued_on: null });
    await acme.apply();
    acme.configure({ begin: "observe", issued_on: "2025-12-24" });
    await acme.apply();
    const known = { issued_at: "2025-12-24T00:00:00.000Z", generation: 0, status: "observed" };
    expect(acme.token).toMatchObject(known);
    const other = await fresh();
    other.configure({ begin: "observe", issued_on: "2025-12-24" });
    await other.apply();
    expect(other.token).toMatchObject(known);
    expect((await other.plan()).changes).toBe(false);
  });

  test("the age of the token that was observed is not that of the one that a request brings", async () => {
    const acme = await fresh();
    acme.configure({ begin: "observe", issued_on: "2025-12-24" });
    await acme.apply();
    acme.clock.advance({ days: 10 });
    acme.configure({ begin: "adopt", rotation_request: request(1, "2026-01-10") });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token.issued_at).toBe("2026-01-10T00:00:00.000Z");
  });

  test("an age from the future is refused", async () => {
    const acme = await fresh();
    acme.configure({ issued_on: "2027-01-01" });
    await expect(acme.plan()).rejects.toThrow("issuedOn (issued_on in HCL) lies in the future");
    await expect(acme.apply()).rejects.toThrow("issuedOn (issued_on in HCL) lies in the future");
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

  test("a first token is issued in CI only for a request of generation 1: a lost state would end the one in use", async () => {
    const acme = await fresh();
    acme.environment["CI"] = "true";
    acme.configure({ begin: "issue", invalidate_existing: true });
    await expect(acme.plan()).rejects.toThrow("request for generation 1");
    acme.configure({ rotation_request: request(1) });
    expect((await acme.plan()).planned.generation).toBe(1);
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
  test("a request that skips a generation is followed, and its plan says which one would be next", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(5) });
    const { planned, warnings } = await acme.plan();
    expect(planned).toMatchObject({ generation: 5 });
    expect(warnings[0]).toContain("present is 1: 2 would be next");
    acme.configure({ rotation_request: request(2) });
    expect((await acme.plan()).warnings[0]).not.toContain("would be next");
  });

  test("its plan says from where to where, why, and that the present token stops working", async () => {
    const acme = await adopted();
    acme.configure({
      rotation_request: request(2),
      consumers: listing(commandConsumer("onelogin")),
    });
    const { planned, warnings } = await acme.plan();
    expect(planned).toMatchObject({
      generation: 2,
      reason: "rotation request of 2026-01-01 for generation 2: yearly",
    });
    expect(warnings[0]).toMatch(
      /generation 1 -> 2; the present one stops working as soon as the new one is generated/,
    );
    expect(warnings[0]).toContain(fingerprint("token-1"));
    expect(warnings[0]).toContain("command/onelogin");
    expect(warnings[0]).toContain("New Token");
  });

  test("one that a command issues says everywhere that the present token stops working at apply", async () => {
    const acme = await adopted();
    acme.configure({
      rotation_request: request(2),
      issuer: byCommand("true"),
    });
    const { warnings } = await acme.plan();
    expect(warnings[0]?.match(/stops working [^(:]+/g)).toEqual([
      "stops working at apply",
      "stops working at apply",
    ]);
    expect(warnings[0]).not.toContain("generated");
  });

  test("all that another token decides is unknown until apply", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    const { planned } = await acme.plan();
    const open = Object.entries(planned).filter(([, value]) => value === unknown);
    expect(open.map(([name]) => name).sort()).toEqual([
      "answer",
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

  test("the old one's death by the person's own click casts no doubt on the tenant", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    acme.handOver(acme.druva.generate());
    expect((await acme.apply()).join("\n")).not.toContain("Tenant not proven");
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
    const issuer = byCommand(process.execPath, "-e", "console.log('{}')");
    const notReady = (id: string) => commandConsumer(id, { bindCommand: [`no-such-${id}`] });
    const acme = await adopted({ issuer });
    acme.configure({
      rotation_request: request(2),
      consumers: listing(notReady("one"), notReady("two")),
    });
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
  async function rotating(tenant: Promise<TokenDeployment> = adopted()) {
    const acme = await tenant;
    const runs = join(acme.journalDir, "..", `${basename(acme.journalDir)}.runs`);
    const program = `require("fs").appendFileSync(${JSON.stringify(runs)}, "x");
      console.log('{"token":"by-command"}')`;
    acme.configure({
      rotation_request: request(2),
      issuer: byCommand(process.execPath, "-e", program),
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

  test("that makes the very first token is picked up too when the state was lost", async () => {
    const { acme, runs } = await rotating(fresh());
    acme.configure({ begin: "issue", invalidate_existing: true });
    await acme.applyAndLoseTheState();
    expect(acme.state).toBeNull();
    await acme.apply();
    expect([acme.token.token, await runs()]).toEqual(["by-command", 1]);
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
