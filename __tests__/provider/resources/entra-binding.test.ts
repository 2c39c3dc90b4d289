/** The life of an Entra binding that the provider writes; what it saves, in every world that the sources tell of. */
import { configureClients } from "../../../provider/clients/clients";
import { unknown } from "../../../provider/framework/unknown";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { SECRETS_PUTS } from "../../../sandbox/control/types";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import { aJob, ID, useEntraApp, written } from "./entra-app";
import { codes, words } from "./resource-life";
import { anEntraBinding } from "./written";

const app = useEntraApp();
const observed = anEntraBinding({ service_principal_id: ID });
const FIRST_PAUSE_MS = 1_000;

/** What Read asks where the saved credentials work. */
const READ = ["read jobs", "test saved"];
const FIRST_APPLY = [
  "does Druva accept it?",
  "read settings",
  "read jobs",
  "test unsaved",
  "save",
  "test saved",
];
const ROTATION = ["does Druva accept it?", "read settings", "save", "read jobs", "test saved"];

describe.each(SECRETS_PUTS)("where a PUT %s, what is saved", (secretsPut) => {
  beforeEach(() => app.setWorld({ secretsPut }));

  describe("the requests", () => {
    test("of a first apply test the token before it is saved, and what is saved afterwards", async () => {
      const token = await app.generate();
      const life = app.life();
      expect(await app.askedIn(() => life.apply(written(token)))).toEqual(FIRST_APPLY);
      expect(life.state?.status).toBe("tested");
      expect(await app.fingerprint()).toBe(fingerprintOf(token));
    });

    test("of a Read are two to Entra", async () => {
      const { config, life } = await app.bound();
      expect(await app.askedIn(() => life.plan(config))).toEqual(READ);
    });

    test("of a rotation are four to Entra, and five where the job was in quarantine", async () => {
      const { life } = await app.bound();
      const next = written(await app.generate());
      const read = [...READ, "is Druva there?"]; // the old token is dead already
      expect(await app.askedIn(() => life.apply(next))).toEqual([...read, ...ROTATION]);

      const last = written(await app.generate());
      await app.cycle();
      expect(await app.jobStatus()).toBe("Quarantine");
      const asked = await app.askedIn(() => life.apply(last));
      expect(asked).toEqual([...read, ...ROTATION, "start"]);
      expect(await app.jobStatus()).toBe("Active");
    });

    test("of five bindings of one provider ask Druva once", async () => {
      const token = await app.generate();
      const clients = app.process();
      const asked = await app.askedIn(async () => {
        const lives = [1, 2, 3, 4, 5].map(() => app.life(() => clients));
        await Promise.all(lives.map((life) => life.apply(written(token))));
      });
      expect(asked.filter((each) => each === "does Druva accept it?")).toHaveLength(1);
      expect(asked.filter((each) => each === "save")).toHaveLength(5);
    });

    test("of a changed URL test the token before it is saved there", async () => {
      const { config, life } = await app.bound();
      const moved = { ...config, tenant_url: `${app.scimUrl}?flag` };
      expect(await app.askedIn(() => life.apply(moved))).toEqual([...READ, ...FIRST_APPLY]);
    });
  });

  describe("a token that somebody overwrote", () => {
    test("plans an update, and the apply writes the living one with all settings", async () => {
      const { token, config, life } = await app.bound();
      await app.hold("somebody-elses-token");
      const plan = await life.plan(config);
      expect(plan).toMatchObject({ changes: true, refreshed: { status: "rejected" } });
      expect(plan.planned.status).toBe(unknown);
      expect(codes(plan.warnings)).toEqual(["binding-rejected"]);

      expect((await life.apply(config)).errors).toEqual([]);
      expect(await app.fingerprint()).toBe(fingerprintOf(token));
      expect(await app.settings()).toEqual({ BaseAddress: app.scimUrl, ...PORTAL_SETTINGS });
      expect(await life.plan(config)).toMatchObject({ changes: false, warnings: [] });
    });
  });

  describe("a test that fails after the write", () => {
    test("is made once more after a moment: Entra may take time to see new values", async () => {
      const { life } = await app.bound();
      const next = written(await app.generate());
      await life.refresh();
      const read = 1; // the test of Read fails anyway
      await app.answerTests(400, undefined, read + 1);
      const asked = await app.askedIn(() => life.apply(next));
      expect(asked.filter((each) => each === "save")).toHaveLength(1);
      expect(app.pauses).toEqual([FIRST_PAUSE_MS]);
      expect(life.state?.status).toBe("tested");
    });

    test("leads to one more write, with all settings, and then fails the apply", async () => {
      const token = await app.generate();
      const life = app.life();
      await life.apply(written(token));
      const next = written(await app.generate());
      await app.answerTests(400);
      const asked = await app.askedIn(async () => {
        expect(codes((await life.apply(next)).errors)).toEqual(["binding-rejected"]);
      });
      expect(asked.filter((each) => each === "save")).toHaveLength(2);
      expect(life.state?.fingerprint).toBe(fingerprintOf(token));
      expect(await app.settings()).toEqual({ BaseAddress: app.scimUrl, ...PORTAL_SETTINGS });
    });

    test("in a first apply fails it, and nothing is stored", async () => {
      const token = await app.generate();
      const unsaved = 1;
      await app.control.faults.add({
        host: "entra",
        method: "POST",
        path: "*/validateCredentials",
        skip: unsaved,
        status: 400,
      });
      const { errors, state } = await app.life().apply(written(token));
      expect(codes(errors)).toEqual(["binding-rejected"]);
      expect(state).toBeNull();
    });
  });

  test("a write that Entra refuses in a rotation stays in the plan until it is done", async () => {
    const { token, life } = await app.bound();
    const next = await app.generate();
    await app.refuseWrites();
    expect(codes((await life.apply(written(next))).errors)).toEqual(["binding-not-written"]);
    expect(life.state?.fingerprint).toBe(fingerprintOf(token));
    expect((await life.plan(written(next))).changes).toBe(true);

    await app.control.faults.clear();
    expect((await life.apply(written(next))).errors).toEqual([]);
    expect(await app.fingerprint()).toBe(fingerprintOf(next));
    expect((await life.plan(written(next))).changes).toBe(false);
  });

  describe("another host for Druva", () => {
    /** Druva as well, by another name of its host. */
    const other = () => app.scimUrl.replace("localhost", "127.0.0.1");

    test("is written to Entra once, whose test would pass with the one before", async () => {
      const { config, life } = await app.bound();
      const moved = { ...config, base_address: other() };
      expect((await app.askedIn(() => life.apply(moved))).filter(isSave)).toHaveLength(1);
      expect(await app.savedUrl()).toBe(other());
      expect(await life.plan(moved)).toMatchObject({ changes: false, warnings: [] });
    });

    test("is written where the provider's is meant, and where the next token comes with it", async () => {
      const { life } = await app.bound();
      const next = await app.generate();
      app.url = other();
      expect((await life.apply(written(next))).errors).toEqual([]);
      expect(await app.savedUrl()).toBe(other());
    });

    test("is planned where the provider's is meant, and what is saved still is of the one before", async () => {
      const { config, life } = await app.bound();
      app.url = other();
      const { changes, refreshed } = await life.plan(config);
      expect(changes).toBe(true);
      expect(refreshed?.status).toBe("unproven");
    });

    test("stays in the plan until it is written", async () => {
      const { config, life } = await app.bound();
      const moved = { ...config, base_address: other() };
      await app.refuseWrites();
      expect(codes((await life.apply(moved)).errors)).toEqual(["binding-not-written"]);
      expect((await life.plan(moved)).changes).toBe(true);
      await app.control.faults.clear();
      expect((await life.apply(moved)).errors).toEqual([]);
      expect(await app.savedUrl()).toBe(other());
    });

    test("is not written with a token that Druva does not accept there", async () => {
      const { config, life } = await app.bound();
      const elsewhere = { ...config, base_address: `${app.scimUrl}m` };
      const asked = await app.askedIn(async () => {
        expect(codes((await life.apply(elsewhere)).errors)).toEqual(["token-not-proven"]);
      });
      expect(asked).not.toContain("save");
      expect(await app.savedUrl()).toBe(app.scimUrl);
    });
  });

  test("a URL that was not tested when it was applied is saved all the same", async () => {
    const { config, life } = await app.bound();
    await app.answerTests(403);
    const flagged = `${app.scimUrl}?flag`;
    const moved = { ...config, tenant_url: flagged, untestable: "no permission until spring" };
    expect((await life.apply(moved)).state?.status).toBe("unproven");
    expect(await app.savedUrl()).toBe(flagged);
    await app.control.faults.clear();
    expect((await life.apply({ ...moved, untestable: null })).state?.status).toBe("tested");
  });
});

test("after an apply the plan is clean and says nothing", async () => {
  const { config, life } = await app.bound();
  expect(await life.plan(config)).toMatchObject({ changes: false, warnings: [] });
});

test("the id that the stock provider's data source has is taken as well", async () => {
  const stock = { service_principal_id: `/servicePrincipals/${ID}` };
  expect((await app.bound(stock)).life.state?.status).toBe("tested");
});

describe("nothing is written of a token", () => {
  /** Gives the codes of the errors, and whether Entra still holds what it held. */
  async function refusedAt(apply: () => Promise<{ readonly errors: readonly object[] }>) {
    const before = [await app.fingerprint(), await app.settings()];
    const asked = await app.askedIn(apply);
    expect(asked).not.toContain("save");
    expect([await app.fingerprint(), await app.settings()]).toEqual(before);
  }

  test("that Druva rejects, and its text is not shown", async () => {
    const { config, life } = await app.bound();
    const living = await app.held(); // another administrator's, entered by hand
    const dead = { ...config, entra: "default" }; // an argument that changes plans a write
    await refusedAt(async () => {
      const { errors, state } = await life.apply(dead);
      expect(codes(errors)).toEqual(["token-not-proven"]);
      expect(words(errors)).not.toContain(String(config.token_wo));
      expect(state).toMatchObject({ entra: null });
      return { errors };
    });
    expect(await app.fingerprint()).toBe(fingerprintOf(living));
  });

  test.each([
    ["is refused by Druva's gateway", 403],
    ["Druva gives no verdict on", 404],
  ])("that %s", async (_, status) => {
    const { life } = await app.bound();
    const next = written(await app.generate());
    await life.refresh();
    await app.answerFromDruva(status);
    await refusedAt(async () => {
      const { errors } = await life.apply(next);
      expect(codes(errors)).toEqual(["token-not-proven"]);
      return { errors };
    });
  });

  test("that somebody else than Druva accepts, with a page", async () => {
    const { life } = await app.bound();
    const next = written(await app.generate());
    await app.answerFromDruva(200, "<html>Sign in</html>");
    await refusedAt(async () => {
      const { errors } = await life.apply(next);
      expect(codes(errors)).toEqual(["token-not-proven"]);
      return { errors };
    });
  });

  test("that Entra cannot use, in a first apply", async () => {
    const token = await app.generate();
    await app.answerTests(400);
    await refusedAt(async () => {
      const { errors, state } = await app.life().apply(written(token));
      expect(codes(errors)).toEqual(["token-not-usable"]);
      expect(state).toBeNull();
      return { errors };
    });
  });

  test("that Entra cannot use at the URL that is meant now", async () => {
    const { config, life } = await app.bound();
    await life.refresh();
    const read = 1;
    await app.control.faults.add({
      host: "entra",
      method: "POST",
      path: "*/validateCredentials",
      skip: read,
      status: 400,
    });
    const moved = { ...config, tenant_url: `${app.scimUrl}?flag` };
    await refusedAt(async () => {
      const { errors } = await life.apply(moved);
      expect(codes(errors)).toEqual(["token-not-usable"]);
      return { errors };
    });
  });

  test("that could not be tested before, in a first apply", async () => {
    const token = await app.generate();
    await app.answerTests(403);
    await refusedAt(async () => {
      const { errors } = await app.life().apply(written(token));
      expect(codes(errors)).toEqual(["token-not-usable"]);
      expect(words(errors)).toContain("Allow the test");
      return { errors };
    });
  });
});

test("a rotation saves without testing the token before: the vendor used the one before here", async () => {
  const { life } = await app.bound();
  const next = written(await app.generate());
  expect(await app.askedIn(() => life.apply(next))).not.toContain("test unsaved");
});

test("a rotation, whose fingerprint only apply knows, plans the update", async () => {
  const { config, life } = await app.bound();
  const { changes, planned } = await life.plan({ ...config, fingerprint: unknown });
  expect(changes).toBe(true);
  expect(planned).toMatchObject({ status: unknown, verified_at: unknown, gap_seconds: unknown });
});

test("a changed argument is tested anew: what was proven was proven with those before", async () => {
  const { config, life } = await app.bound();
  expect((await life.plan({ ...config, entra: "default" })).planned.status).toBe(unknown);
});

describe("Entra's test", () => {
  test("is failed by 400 while Druva answers, whatever Entra's code is", async () => {
    const { config, life } = await app.bound();
    for (const code of ["CredentialValidationUnavailable", "InvalidCredentials", "Other"]) {
      await app.control.faults.clear();
      await app.answerTests(400, { error: { code, message: "no" } });
      expect((await life.plan(config)).refreshed?.status).toBe("rejected");
    }
  });

  test("is not made by a 400 to what Graph could not read", async () => {
    const { config, life } = await app.bound();
    await app.answerTests(400, {
      error: { code: "RequestMissingRequiredParameter", message: "credentials" },
    });
    expect((await life.plan(config)).refreshed?.status).toBe("unknown");
  });

  test("shows nothing by 400 while Druva does not answer", async () => {
    const { config, life } = await app.bound();
    await app.answerTests(400);
    await app.answerFromDruva(404);
    const { changes, refreshed, warnings } = await life.plan(config);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: false, status: "unknown" });
    expect(codes(warnings)).toEqual(["binding-unknown"]);
  });

  test.each([204, 200])("is passed by %s without a body", async (status) => {
    const { config, life } = await app.bound();
    await app.hold("somebody-elses-token");
    await app.answerTests(status, "");
    expect((await life.plan(config)).refreshed?.status).toBe("tested");
  });

  test.each([
    ["a page with 200, as of a proxy's sign-in", 200, "<html>Sign in</html>"],
    ["202", 202, ""],
    ["302", 302, ""],
    ["403", 403, ""],
    ["404", 404, ""],
    ["409", 409, ""],
  ])("is neither passed nor failed by %s", async (_, status, body) => {
    const { config, life } = await app.bound();
    await app.answerTests(status, body);
    const { changes, refreshed, warnings } = await life.plan(config);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: false, status: "unknown" });
    expect(codes(warnings)).toEqual(["binding-unknown"]);
  });
});

describe("without permission to test", () => {
  beforeEach(() => app.control.faults.clear());

  test("a plan warns and changes nothing", async () => {
    const { config, life } = await app.bound();
    await app.answerTests(403);
    const { changes, warnings } = await life.plan(config);
    expect({ changes, codes: codes(warnings) }).toEqual({
      changes: false,
      codes: ["binding-unknown"],
    });
  });

  test("a refusal from before stays: a dead token does not come back", async () => {
    const { config, life } = await app.bound();
    await app.hold("somebody-elses-token");
    await life.refresh();
    await app.answerTests(403);
    const { changes, refreshed } = await life.plan(config);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: true, status: "rejected" });
  });

  test("a rotation's apply writes, fails, and says how to go on without a test", async () => {
    const { token, life } = await app.bound();
    const next = await app.generate();
    await app.answerTests(403);
    const { errors } = await life.apply(written(next));
    expect(codes(errors)).toEqual(["binding-unknown"]);
    expect(words(errors)).toContain("untestable");
    expect(life.state?.fingerprint).toBe(fingerprintOf(token));
    expect(await app.fingerprint()).toBe(fingerprintOf(next));
  });

  describe("for good, which the reviewed configuration says,", () => {
    const untestable = "no permission until spring";
    beforeEach(() => app.answerTests(403));

    test("a new token is written, counts as unproven, and every plan repeats why", async () => {
      const token = await app.generate();
      const life = app.life();
      const excused = { ...written(token), untestable };
      expect((await life.apply(excused)).errors).toEqual([]);
      expect(life.state?.status).toBe("unproven");
      expect(await app.fingerprint()).toBe(fingerprintOf(token));

      const plan = await life.plan(excused);
      expect(plan).toMatchObject({ changes: false, refreshed: { status: "unproven" } });
      expect(codes(plan.warnings)).toEqual(["binding-untestable"]);
      expect(words(plan.warnings)).toContain(untestable);
    });

    test("a refused write of the next token fails the apply, and so does each until it is done", async () => {
      const life = app.life();
      await life.apply({ ...written(await app.generate()), untestable });
      const next = await app.generate();
      const rotated = { ...written(next), untestable };
      await app.refuseWrites(400, 1);
      expect(codes((await life.apply(rotated)).errors)).toEqual(["binding-not-written"]);
      expect((await life.plan(rotated)).changes).toBe(true);

      expect((await life.apply(rotated)).errors).toEqual([]);
      expect(await app.fingerprint()).toBe(fingerprintOf(next));
      expect((await life.plan(rotated)).changes).toBe(false);
    });
  });
});

test("a principal without a provisioning job is not written, and the error says so", async () => {
  const legacy = "00000000-0000-0000-0000-0000000000ac";
  const config = { ...written(await app.generate()), service_principal_id: legacy };
  const { errors } = await app.life().apply(config);
  expect(codes(errors)).toEqual(["token-not-usable"]);
  expect(words(errors)).toContain("has no provisioning job");
});

describe("several jobs", () => {
  beforeEach(() => app.answerJobs(aJob("one"), aJob("two")));
  test("have to be told apart", async () => {
    const { errors } = await app.life().apply(written(await app.generate()));
    expect(words(errors)).toContain("several provisioning jobs (one, two)");
  });
  test("are told apart by job_id", async () => {
    const config = { ...written(await app.generate()), job_id: "two" };
    await app.life().apply(config);
    expect(await app.jobId()).toBe("two");
  });
});

describe("a job in quarantine for its credentials", () => {
  async function inQuarantine() {
    const { config, life } = await app.bound();
    await app.hold("somebody-elses-token");
    await app.cycle();
    expect(await app.jobStatus()).toBe("Quarantine");
    return { config, life };
  }

  test("is started once the test has passed, which is noted until the next look", async () => {
    const { config, life } = await inQuarantine();
    const { state } = await life.apply(config);
    expect(state?.notes).toEqual([expect.stringContaining("it was started again")]);
    expect(await app.jobStatus()).toBe("Active");
    expect((await life.plan(config)).refreshed?.notes).toEqual([]);
  });

  test("is started by the next apply where the right token got there without one", async () => {
    const { token, config, life } = await app.bound();
    await app.hold("somebody-elses-token");
    await app.cycle();
    await app.hold(token);
    expect(await life.plan(config)).toMatchObject({
      changes: true,
      refreshed: { status: "tested" },
    });
    const asked = await app.askedIn(async () => life.apply(config));
    expect(asked.filter((each) => each.startsWith("PUT"))).toEqual([]);
    expect(await app.jobStatus()).toBe("Active");
    expect((await life.plan(config)).changes).toBe(false);
  });

  test("is not started while the test fails", async () => {
    const { config, life } = await inQuarantine();
    await app.refuseWrites();
    expect((await life.apply(config)).errors).toHaveLength(1);
    expect(await app.jobStatus()).toBe("Quarantine");
  });

  test("that may not be started is noted, and the binding counts as tested", async () => {
    const { config, life } = await inQuarantine();
    const path = "*/start";
    await app.control.faults.add({ host: "entra", method: "POST", path, status: 403 });
    const { errors, state } = await life.apply(config);
    expect({ errors, status: state?.status }).toEqual({ errors: [], status: "tested" });
    expect(state?.notes).toEqual([expect.stringContaining("within a day")]);
    expect((await life.plan(config)).changes).toBe(false);
  });
});

test.each([
  ["TooManyDeletes", { code: "Quarantine", quarantine: { reason: "TooManyDeletes" } }],
  ["QuarantinedOnDemand", { code: "Quarantine", quarantine: { reason: "QuarantinedOnDemand" } }],
  ["Unknown", { code: "Quarantine", quarantine: { reason: "Unknown" } }],
  // Somebody paused it after its credentials had failed.
  ["paused", { code: "Paused", quarantine: { reason: "EncounteredQuarantineException" } }],
])("a job that %s stops is never started, only noted", async (reason, status) => {
  await app.bound();
  await app.answerJobs(aJob(await app.jobId(), status));
  const life = app.life();
  const asked = await app.askedIn(async () => life.apply(written(await app.generate())));
  expect(asked).not.toContain("start");
  expect(life.state?.status).toBe("tested");
  expect(life.state?.notes).toEqual([expect.stringContaining(reason)]);
});

describe("an observed principal", () => {
  test("is tested with what it has saved, and nothing is written", async () => {
    await app.held();
    const life = app.life();
    expect(await app.askedIn(() => life.apply(observed))).toEqual(READ);
    expect(life.state).toMatchObject({ status: "tested", fingerprint: null });
  });

  test("with dead credentials fails, and says that no token is known to heal with", async () => {
    await app.hold("dead");
    const { errors } = await app.life().apply(observed);
    expect(codes(errors)).toEqual(["binding-rejected"]);
    expect(words(errors)).toContain("No token is known here");
  });
});

test("nothing is saved: Entra's 500 is a failed test, and it is asked once", async () => {
  const { config, life } = await app.bound();
  await app.empty();
  const asked = await app.askedIn(async () => {
    const { changes, refreshed } = await life.plan(config);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: true, status: "rejected" });
  });
  expect(asked).toEqual([...READ, "is Druva there?"]);
});

test("with a configuration that is not known yet nothing is asked, and the state is kept", async () => {
  const { config, life } = await app.bound();
  const later = app.life(() =>
    configureClients(
      { scim_url: null, journal_dir: null, bound_elsewhere: null, entra: unknown, okta: null },
      app.sandbox.environment,
    ),
  );
  later.state = life.state;
  const asked = await app.askedIn(async () => {
    const { changes, warnings } = await later.plan(config);
    expect({ changes, codes: codes(warnings) }).toEqual({
      changes: false,
      codes: ["binding-not-looked-at"],
    });
  });
  expect(asked).toEqual([]);
});

function isSave(asked: string): boolean {
  return asked === "save";
}
