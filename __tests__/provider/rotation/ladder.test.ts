import fc from "fast-check";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../../../provider/framework/diagnostics";
import { fingerprint } from "../../../provider/rotation/fingerprint";
import { open } from "../../../provider/rotation/journal";
import {
  climb,
  type LadderPorts,
  type NewToken,
  type Rotation,
} from "../../../provider/rotation/ladder";
import { DEFAULT_POLICY, scheduleOf } from "../../../provider/rotation/schedule";
import type { Tenant } from "../../../provider/rotation/whose-token";
import { FakeClock, FakeDruva } from "./fake-druva";

/** The process ends here: nothing after it happens. */
class Crash extends Error {}

let parent: string;
let folders = 0;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "ladder-"));
});
afterAll(async () => {
  await rm(parent, { recursive: true });
});

/** A tenant with a living token, and the ladder's ports as one process after another has them. */
function tenant() {
  const clock = new FakeClock("2026-11-02T10:00:00Z");
  const druva = new FakeDruva(clock);
  const old = druva.generate();
  const folder = join(parent, String(folders++));
  const steps: string[] = [];
  const warnings: string[] = [];
  const rotation: Rotation = {
    change: "rotate",
    cause: "requested",
    issuer: "command",
    old: {
      token: old,
      schedule: scheduleOf(clock.now(), DEFAULT_POLICY),
      generation: 1,
      wasAlive: false,
    },
    usedFingerprints: [fingerprint(old)],
    acceptUnproven: null,
  };
  const world = {
    clock,
    druva,
    old,
    rotation,
    steps,
    warnings,
    handed: null as string | null,
    variable: "DRUVA_SCIM_TOKEN_ACME",
    /** What the tenant's remembered users show. */
    tenantOf: (token: string): Tenant => druva.tenantOf(token),
    worksInEntra: false,
    interruptible: [] as string[],
    /** All that the journal's folder holds. */
    kept: async () => {
      const files = await readdir(folder);
      return (await Promise.all(files.map((each) => readFile(join(folder, each), "utf8")))).join();
    },
    badConsumers: [] as string[],
    stopped: false,
    journalIsFull: false,
    journalIsUnreadable: false,
    /** What the command of an interrupted run has printed since. */
    answer: null as string | null,
    issue: (rotationId: string) => druva.issueOnce(rotationId),
    /** The command fails after it has printed. */
    failsAfterwards: false,
    run: (given: Partial<Rotation> = {}, crashAfter = Infinity): Promise<NewToken> => {
      let calls = 0;
      let whole = false;
      /** Every port call is a step; the process may end right after any of them. */
      function step<Result>(name: string, result: Result): Result {
        steps.push(name);
        if (!whole) world.interruptible.push(name);
        if (++calls > crashAfter) throw new Crash(name);
        return result;
      }
      const key = {
        tenant: "acme",
        scimUrl: "https://druva.test",
        priorFingerprint: fingerprint(old),
      };
      const journal = open(folder, key, join(folder, "spare"));
      const ports: LadderPorts = {
        clock,
        probe: async (token) => step("probe", await druva.probe(token)),
        preflight: async () => {
          if (world.badConsumers.length === 0) return Promise.resolve(step("preflight", undefined));
          throw new ProviderError(
            ...world.badConsumers.map((each) => ({ summary: "not ready", detail: each })),
          );
        },
        tenantOf: async (token) => world.tenantOf(token),
        mustBeDead: async () => {
          if (world.worksInEntra) throw new ProviderError({ summary: "Works", detail: "in Entra" });
        },
        uninterrupted: async (task) => {
          whole = true;
          return task().finally(() => (whole = false));
        },
        earlierAnswer: async () =>
          world.answer === null ? null : { token: world.answer, file: "the answer's file" },
        forgetAnswer: async () => {
          world.answer = null;
        },
        issue: async (rotationId) => {
          const token = world.issue(rotationId);
          const error = new ProviderError({ summary: "Failed", detail: "exit code 3" });
          const failure = world.failsAfterwards ? { how: "exit code 3", error } : null;
          if (world.failsAfterwards) world.answer = token;
          return step("issue", { token, file: "the answer's file", failure });
        },
        handedOver: () =>
          step(
            "environment",
            world.handed === null
              ? null
              : {
                  variable: world.variable,
                  namesTenant: world.variable !== "DRUVA_SCIM_TOKEN",
                  token: world.handed,
                },
          ),
        handoverSteps: "Set TOKEN",
        journal: {
          file: journal.file,
          answerFile: journal.answerFile,
          pending: async () => {
            if (world.journalIsUnreadable) {
              throw new ProviderError({ summary: "Not read", detail: "Others can write" });
            }
            return step("journal read", await journal.pending());
          },
          intent: async (now) => step("journal intent", await journal.intent(now)),
          issued: async (token, now) => {
            if (world.journalIsFull) {
              throw new ProviderError({ summary: "Not written", detail: "ENOSPC" });
            }
            world.answer = null;
            return step("journal issued", await journal.issued(token, now));
          },
          handedOver: async (name, now) => {
            step("journal handed over", await journal.handedOver(name, now));
          },
          committed: (now) => journal.committed(now),
        },
        stopIfAsked() {
          if (world.stopped) throw new ProviderError({ summary: "Stopped", detail: "" });
        },
        pause: (milliseconds) => {
          clock.advance({ milliseconds });
          return Promise.resolve();
        },
        warn: ({ summary }) => warnings.push(summary),
      };
      return climb({ ...rotation, ...given }, ports);
    },
  };
  return world;
}

const handover = { issuer: "handover" } as const;

test("the steps of a command rotation, in this order", async () => {
  const acme = tenant();
  await acme.run();
  expect(acme.steps).toEqual([
    "probe", // of the old one: what led here may hold no longer
    "journal read",
    "preflight",
    "journal intent",
    "issue",
    "journal issued",
    "probe", // of the new one: this decides
    "probe", // of the old one: it should be dead
  ]);
});

test("the steps of a handover: nothing is issued, and no consumer can stop it any more", async () => {
  const acme = tenant();
  acme.handed = acme.druva.generate();
  await acme.run(handover);
  expect(acme.steps).toEqual([
    "probe",
    "journal read",
    "environment",
    "probe",
    "probe",
    "journal handed over", // a pending one gives way only when all is shown
  ]);
});

test("a command rotation tells when it was issued and when the old one was last seen alive", async () => {
  const acme = tenant();
  const now = acme.clock.now();
  expect(await acme.run()).toEqual({
    token: acme.druva.living,
    fingerprint: fingerprint(acme.druva.living ?? ""),
    issuedAt: now,
    provenAt: now,
    oldTokenLastValidAt: now,
    isKept: true,
  });
});

describe("an old token that is dead when the apply begins", () => {
  /** A person generated the new one. */
  function clicked(wasAlive: boolean, tenant: Tenant = "unknown") {
    const acme = tenantOf(tenant);
    acme.handed = acme.druva.generate();
    const { old } = acme.rotation;
    return acme.run({ ...handover, old: old && { ...old, wasAlive } });
  }
  function tenantOf(shown: Tenant) {
    return Object.assign(tenant(), { tenantOf: () => shown });
  }

  test("and worked when the plan looked was ended by the click that made the new one", async () => {
    expect((await clicked(true)).token).toBe("token-2");
  });

  test("and worked when some plan looked shows nothing against the tenant's users", async () => {
    await expect(clicked(true, "other")).rejects.toThrow("may be another tenant's");
  });

  test("and was dead for the plan already shows nothing", async () => {
    await expect(clicked(false, "other")).rejects.toThrow("may be another tenant's");
  });
});

test("an old token that was dead when the apply began was not seen alive", async () => {
  const acme = tenant();
  acme.handed = acme.druva.generate();
  expect((await acme.run(handover)).oldTokenLastValidAt).toBeNull();
});

test("every bad consumer is listed, and the old token lives on", async () => {
  const acme = tenant();
  acme.badConsumers = ["entra/aa", "okta/0oa1"];
  await expect(acme.run()).rejects.toThrow(/entra\/aa[^]*okta\/0oa1/);
  expect(acme.druva.living).toBe(acme.old);
  expect(acme.steps).not.toContain("journal intent");
});

test("a stop that was asked for before the issue leaves the old token alive", async () => {
  const acme = tenant();
  acme.stopped = true;
  await expect(acme.run()).rejects.toThrow("Stopped");
  expect(acme.druva.living).toBe(acme.old);
});

test.each([
  ["rejected", "not rejected any more"],
  ["due", "not due any more"],
  ["expired", "not due any more"],
] as const)(
  "a plan for a token that was %s does nothing when that holds no longer",
  async (cause, said) => {
    const acme = tenant();
    await expect(acme.run({ cause })).rejects.toThrow(said);
    expect(acme.druva.issued).toEqual([acme.old]);
  },
);

test.each(["refused", "unreachable"] as const)(
  "a takeover does not go ahead while the old token is %s: that is no verdict",
  async (verdict) => {
    const acme = tenant();
    acme.druva.answers = () => verdict;
    await expect(acme.run({ change: "take over", cause: "rejected" })).rejects.toThrow(
      "not rejected any more",
    );
  },
);

test("a takeover issues nothing, even where a command could", async () => {
  const acme = tenant();
  acme.handed = acme.druva.generate();
  const found = await acme.run({ change: "take over", cause: "rejected" });
  expect(found.token).toBe(acme.handed);
  expect(acme.steps).not.toContain("issue");
});

test("without a token in the environment the steps to hand one over are the error", async () => {
  const acme = tenant();
  await expect(acme.run(handover)).rejects.toThrow("No token was handed over: Set TOKEN");
});

test("a token that this tenant had already is refused", async () => {
  const acme = tenant();
  acme.handed = acme.old;
  await expect(acme.run(handover)).rejects.toThrow(
    /TOKEN_ACME holds [0-9a-f]{12}, which this tenant/,
  );
});

test("a token that Druva rejects is refused, and not shown", async () => {
  const acme = tenant();
  acme.handed = "mistyped";
  await expect(acme.run(handover)).rejects.toThrow("Druva rejects the new token");
  await expect(acme.run(handover)).rejects.not.toThrow("mistyped");
});

test.each(["refused", "unreachable"] as const)(
  "a new token that is %s is not bound, and is kept for the next apply",
  async (verdict) => {
    const acme = tenant();
    acme.druva.answers = (token) => (token === acme.old ? undefined : verdict);
    await expect(acme.run()).rejects.toThrow("no verdict on the new token");
    acme.druva.answers = () => undefined;
    expect((await acme.run()).token).toBe(acme.druva.living);
    expect(acme.druva.issued).toHaveLength(2);
  },
);

test("a new token that is rejected is kept, and no other is issued on top", async () => {
  const acme = tenant();
  acme.druva.answers = (token) => (token === acme.old ? undefined : "rejected");
  await expect(acme.run()).rejects.toThrow("Druva rejects the new token");
  await expect(acme.run()).rejects.toThrow("interrupted rotation is rejected");
  expect(acme.druva.issued).toHaveLength(2);
});

test("a pending token that is dead gives way to a living one that is handed over", async () => {
  const acme = tenant();
  acme.druva.answers = (token) => (token === "token-2" ? "unreachable" : undefined);
  await expect(acme.run()).rejects.toThrow("no verdict");
  acme.druva.answers = () => undefined;
  acme.handed = acme.druva.generate();
  expect((await acme.run()).token).toBe(acme.handed);
});

test("a pending token that works goes before one that is handed over", async () => {
  const acme = tenant();
  await expect(acme.run({}, 6)).rejects.toThrow(Crash);
  acme.handed = "another";
  expect((await acme.run(handover)).token).toBe("token-2");
});

test.each(["refused", "unreachable"] as const)(
  "nothing is issued while the old token is %s: the new one could not be proven",
  async (verdict) => {
    const acme = tenant();
    acme.druva.answers = () => verdict;
    await expect(acme.run()).rejects.toThrow("No token is issued while Druva cannot be asked");
    expect(acme.druva.issued).toEqual([acme.old]);
    expect(acme.steps).not.toContain("journal intent");
  },
);

test("a rotation of an expired token that Druva rejects goes on", async () => {
  const acme = tenant();
  acme.clock.advance({ days: 400 });
  acme.druva.answers = (token) => (token === acme.old ? "rejected" : undefined);
  expect((await acme.run({ cause: "expired" })).token).toBe("token-2");
});

test("a journal that fails after the issue does not cost the token", async () => {
  const acme = tenant();
  acme.journalIsFull = true;
  expect((await acme.run()).token).toBe(acme.druva.living);
  expect(acme.warnings).toContainEqual(expect.stringContaining("is not in the journal"));
});

test("a token that is kept nowhere is given at once: a minute of waiting could lose it", async () => {
  const acme = tenant();
  acme.journalIsFull = true;
  acme.tenantOf = () => "other";
  acme.druva.answers = () => "accepted";
  const start = acme.clock.now();
  expect(await acme.run()).toMatchObject({ token: "token-2", isKept: false });
  expect([acme.clock.now(), acme.warnings]).toEqual([
    start,
    [expect.stringContaining("is not in the journal"), "Tenant not proven"],
  ]);
});

test("a journal that can be written again keeps the token even if Terraform stops the question about it", async () => {
  const acme = tenant();
  acme.journalIsFull = true;
  acme.druva.answers = (token) => {
    if (token !== "token-2") return undefined;
    acme.journalIsFull = false;
    throw new Crash("aborted");
  };
  await expect(acme.run()).rejects.toThrow(Crash);
  expect(acme.interruptible.filter((step) => step === "journal issued")).toEqual([]);
  acme.druva.answers = () => undefined;
  expect((await acme.run()).token).toBe("token-2");
  expect(acme.druva.issued).toHaveLength(2);
});

test("a journal that can be written again after the first try keeps the token", async () => {
  const acme = tenant();
  acme.journalIsFull = true;
  acme.druva.answers = (token) => {
    if (token === "token-2") acme.journalIsFull = false;
    return token === "token-2" ? "unreachable" : undefined;
  };
  await expect(acme.run()).rejects.toThrow(/is kept in .*\.json; the next apply tries it again/);
  acme.druva.answers = () => undefined;
  expect((await acme.run()).token).toBe("token-2");
});

test("nothing between the intent and the journal's issued can be interrupted", async () => {
  const acme = tenant();
  await acme.run();
  expect(acme.steps.filter((step) => !acme.interruptible.includes(step))).toEqual([
    "journal intent",
    "issue",
    "journal issued",
  ]);
});

test("a clock that is 11 minutes off issues nothing", async () => {
  const acme = tenant();
  acme.druva.clockAheadMs = -11 * 60_000;
  await expect(acme.run()).rejects.toThrow("11 minutes behind Druva's");
  acme.druva.clockAheadMs = 11 * 60_000;
  await expect(acme.run()).rejects.toThrow("11 minutes ahead of Druva's");
  expect(acme.steps).not.toContain("journal intent");
  acme.druva.clockAheadMs = 9 * 60_000;
  expect((await acme.run()).token).toBe("token-2");
});

describe("a command that prints", () => {
  test("the present token has issued nothing, and gets the same id again", async () => {
    const acme = tenant();
    const ids: string[] = [];
    acme.issue = (id) => {
      ids.push(id);
      return acme.old;
    };
    await expect(acme.run()).rejects.toThrow(/did not issue a new token.*no token was lost/);
    await expect(acme.run()).rejects.toThrow("did not issue a new token");
    expect(new Set(ids).size).toBe(1);
    expect(acme.steps).not.toContain("journal issued");
  });

  test("another tenant's token is found out although the old one was dead before", async () => {
    const acme = tenant();
    acme.druva.generate();
    acme.druva.strangers.add("of-emea");
    acme.issue = () => "of-emea";
    await expect(acme.run({ cause: "rejected" })).rejects.toThrow("may be another tenant's");
  });
});

test("Druva's 401 alone issues nothing while a place that holds the token shows that it works", async () => {
  const acme = tenant();
  acme.worksInEntra = true;
  acme.druva.answers = () => "rejected";
  await expect(acme.run({ cause: "rejected" })).rejects.toThrow("in Entra");
  expect(acme.druva.issued).toEqual([acme.old]);
});

describe("a pending token", () => {
  /** Issued, and killed before the state was saved; another tenant's token is in the variable. */
  async function interrupted(variable: string) {
    const acme = tenant();
    await expect(acme.run({}, 6)).rejects.toThrow(Crash);
    acme.variable = variable;
    acme.handed = "of-emea";
    acme.druva.strangers.add("of-emea");
    return acme;
  }
  const handOvers = [
    ["requested", handover],
    ["take over", { change: "take over", cause: "rejected" }],
    ["by command", {}],
  ] as const;

  test.each(handOvers)(
    "that works goes before one in a variable of no tenant (%s)",
    async (_name, given) => {
      const acme = await interrupted("DRUVA_SCIM_TOKEN");
      expect((await acme.run(given)).token).toBe("token-2");
      expect(acme.warnings).toContain("DRUVA_SCIM_TOKEN is not taken");
    },
  );

  test("that works is not given up where the one in the tenant's variable is a stranger", async () => {
    const acme = await interrupted("DRUVA_SCIM_TOKEN_ACME");
    await expect(acme.run(handover)).rejects.toThrow("may be another tenant's");
    acme.handed = null;
    expect((await acme.run()).token).toBe("token-2");
    expect(acme.druva.issued).toHaveLength(2);
  });

  test("that works is kept where a review accepts the one in the tenant's variable", async () => {
    const acme = await interrupted("DRUVA_SCIM_TOKEN_ACME");
    const acceptUnproven = fingerprint("of-emea");
    expect((await acme.run({ ...handover, acceptUnproven })).token).toBe("of-emea");
    expect(await acme.kept()).toContain("token-2");
  });

  test("that Druva does not answer about stays where the other is in a variable of no tenant", async () => {
    const acme = await interrupted("DRUVA_SCIM_TOKEN");
    acme.druva.answers = (token) => (token === "token-2" ? "unreachable" : undefined);
    await expect(acme.run()).rejects.toThrow("no verdict");
    expect(await acme.kept()).toContain("token-2");
  });

  test("that Druva rejects gives way to no token of unknown origin, whatever led here", async () => {
    const acme = await interrupted("DRUVA_SCIM_TOKEN");
    acme.druva.generate();
    acme.tenantOf = () => "unknown";
    await expect(acme.run()).rejects.toThrow("may be another tenant's");
  });

  test("that Druva refuses gives way to one that is handed over and works, and is kept", async () => {
    const acme = tenant();
    await expect(acme.run({}, 6)).rejects.toThrow(Crash);
    acme.handed = acme.druva.generate();
    acme.druva.answers = (token) => (token === "token-2" ? "refused" : undefined);
    expect((await acme.run(handover)).token).toBe("token-3");
    expect(await acme.kept()).toContain("token-2");
  });
});

describe("a journal that cannot be read", () => {
  test("stops a command before it issues", async () => {
    const acme = tenant();
    acme.journalIsUnreadable = true;
    await expect(acme.run()).rejects.toThrow("Not read");
    expect(acme.steps).not.toContain("issue");
  });

  test("does not stop a person's token, after whose click everything is dead", async () => {
    const acme = tenant();
    acme.journalIsUnreadable = true;
    acme.handed = acme.druva.generate();
    expect((await acme.run(handover)).token).toBe("token-2");
    expect(acme.warnings).toContain("The journal is not looked at");
  });
});

describe("a token that was handed over and is in the journal alone", () => {
  /** The state was not saved; the next rotation is one by command. */
  async function interrupted() {
    const acme = tenant();
    acme.handed = acme.druva.generate();
    await acme.run({ change: "take over", cause: "rejected" });
    acme.handed = null;
    return acme;
  }
  const byCommand = { cause: "rejected" } as const;

  test("keeps a command from issuing another", async () => {
    const acme = await interrupted();
    await expect(acme.run(byCommand)).rejects.toThrow(/on top of one that was handed over.*purge/);
    expect(acme.steps).not.toContain("journal intent");
  });

  test.each(["DRUVA_SCIM_TOKEN", "DRUVA_SCIM_TOKEN_ACME"])(
    "is taken again from %s",
    async (name) => {
      const acme = await interrupted();
      acme.variable = name;
      acme.handed = "token-2";
      acme.tenantOf = () => "unknown";
      expect((await acme.run(byCommand)).token).toBe("token-2");
    },
  );

  test("gives way to one that was generated later", async () => {
    const acme = await interrupted();
    acme.handed = acme.druva.generate();
    expect((await acme.run(byCommand)).token).toBe("token-3");
    expect(acme.steps).not.toContain("journal intent");
  });
});

describe("a stranger's token that is handed over after the old one's death", () => {
  const ways = [
    ["requested", handover],
    ["take over", { change: "take over", cause: "rejected" }],
  ] as const;

  async function late() {
    const acme = tenant();
    acme.druva.generate();
    acme.handed = "of-emea";
    acme.druva.strangers.add("of-emea");
    return acme;
  }

  test.each(ways)("is refused (%s)", async (_name, given) => {
    const acme = await late();
    await expect(acme.run(given)).rejects.toThrow("may be another tenant's");
  });

  test.each(ways)("is taken where a review names it (%s)", async (_name, given) => {
    const acme = await late();
    const acceptUnproven = fingerprint("of-emea");
    expect((await acme.run({ ...given, acceptUnproven })).token).toBe("of-emea");
  });
});

test("a token that is not proven and could not be journalled is said to be kept nowhere", async () => {
  const acme = tenant();
  acme.journalIsFull = true;
  acme.druva.answers = (token) => (token === acme.old ? undefined : "unreachable");
  await expect(acme.run()).rejects.toThrow(/no verdict[^]*kept nowhere/);
});

test("where the pending token is dead and the old one works, the entry is what is to go", async () => {
  const acme = tenant();
  acme.druva.answers = (token) => (token === acme.old ? undefined : "rejected");
  await expect(acme.run()).rejects.toThrow("Druva rejects the new token");
  acme.druva.answers = (token) => (token === acme.old ? "accepted" : "rejected");
  await expect(acme.run()).rejects.toThrow(/still works[^]*druva-scim journal purge/);
});

test("after a mix-up a token that is handed over goes before the pending one", async () => {
  const acme = tenant();
  acme.issue = () => "of-another-tenant";
  acme.druva.answers = (token) => (token === "of-another-tenant" ? "accepted" : undefined);
  await expect(acme.run()).rejects.toThrow("another tenant's?");
  acme.handed = "of-this-tenant";
  // the old one died when the right one was made
  acme.druva.answers = (token) => (token === acme.old ? "rejected" : "accepted");
  expect((await acme.run(handover)).token).toBe("of-this-tenant");
});

test("a token of another tenant is found out, as the old one lives on", async () => {
  const acme = tenant();
  acme.issue = () => "of-another-tenant";
  acme.druva.answers = () => "accepted";
  await expect(acme.run()).rejects.toThrow("another tenant's?");
});

test("wherever the process ends, the next one comes to the token that was issued, and issues no other", async () => {
  const whole = tenant();
  await whole.run();
  for (let crashAfter = 0; crashAfter < whole.steps.length; crashAfter++) {
    const acme = tenant();
    await expect(acme.run({}, crashAfter)).rejects.toThrow(Crash);
    const { token } = await acme.run();
    expect([crashAfter, token, acme.druva.issued.length]).toEqual([
      crashAfter,
      acme.druva.living,
      2,
    ]);
  }
});

test("an issuer that knows no repetition issues twice only where it was killed before its answer was written", async () => {
  const whole = tenant();
  await whole.run();
  const issuedTwice: string[] = [];
  for (let crashAfter = 0; crashAfter < whole.steps.length; crashAfter++) {
    const acme = tenant();
    acme.issue = () => acme.druva.generate();
    await expect(acme.run({}, crashAfter)).rejects.toThrow(Crash);
    const last = acme.steps.at(-1) ?? "";
    expect((await acme.run()).token).toBe(acme.druva.living);
    if (acme.druva.issued.length > 2) issuedTwice.push(last);
  }
  expect(issuedTwice).toEqual(["issue"]);
});

test("what the command printed after the provider was killed is used, and the command not called again", async () => {
  const world = tenant();
  // Read, environment, intent: the provider is killed as the command is about to print.
  const before = world.issue;
  world.issue = (rotationId) => {
    world.answer = before(rotationId);
    throw new Crash();
  };
  await expect(world.run()).rejects.toThrow(Crash);
  world.issue = () => {
    throw new Error("called again");
  };
  const { token } = await world.run();
  expect([token, world.druva.issued.length]).toEqual([world.druva.living, 2]);
});

describe("a command that printed a whole answer and failed", () => {
  function failing(printed?: string) {
    const acme = Object.assign(tenant(), { failsAfterwards: true });
    if (printed !== undefined) acme.issue = () => printed;
    return acme;
  }

  test("has issued the token where Druva accepts it: it is used, and the failure told", async () => {
    const acme = failing();
    expect((await acme.run()).token).toBe(acme.druva.living);
    expect(acme.warnings).toContain("The command that issues tokens failed, and its token works");
  });

  test("has issued nothing where Druva rejects it: the next apply calls it again", async () => {
    const acme = failing("of-a-trial");
    await expect(acme.run()).rejects.toThrow("exit code 3");
    expect([acme.answer, await acme.kept()]).toEqual([null, expect.not.stringContaining("trial")]);
    acme.failsAfterwards = false;
    acme.issue = (id) => acme.druva.issueOnce(id);
    expect((await acme.run()).token).toBe("token-2");
  });

  test.each(["refused", "unreachable", "rejected"] as const)(
    "keeps it where Druva's answer is %s and the old one is dead: the next apply asks again before it calls a command",
    async (verdict) => {
      const acme = failing();
      acme.druva.answers = (token) => (token === "token-2" ? verdict : undefined);
      await expect(acme.run()).rejects.toThrow("the answer's file");
      acme.druva.answers = () => undefined;
      acme.issue = () => {
        throw new Error("called again");
      };
      expect((await acme.run()).token).toBe("token-2");
    },
  );

  test("blocks no later apply where it issued nothing, however long Druva gives no verdict", async () => {
    const acme = failing("of-a-trial");
    acme.druva.answers = (token) => (token === "of-a-trial" ? "unreachable" : undefined);
    await expect(acme.run()).rejects.toThrow("no verdict on the new token");
    await expect(acme.run()).rejects.toThrow("no verdict on the new token");
    acme.druva.answers = () => undefined;
    acme.failsAfterwards = false;
    acme.issue = (id) => acme.druva.issueOnce(id);
    expect((await acme.run()).token).toBe("token-2");
  });

  test("and was killed with the provider does not block the next apply where it issued nothing", async () => {
    const acme = failing("of-a-trial");
    await expect(acme.run({}, 4)).rejects.toThrow(Crash);
    expect([acme.steps.at(-1), acme.answer]).toEqual(["issue", "of-a-trial"]);
    acme.failsAfterwards = false;
    acme.issue = (id) => acme.druva.issueOnce(id);
    expect((await acme.run()).token).toBe("token-2");
  });
});

test("what the command printed is not used where this tenant had it already", async () => {
  const world = tenant();
  await expect(world.run({}, 3)).rejects.toThrow(Crash);
  world.answer = world.old;
  expect((await world.run()).token).not.toBe(world.old);
});

test("after any sequence of crashes and outages exactly one token is issued, and it is the one in use", async () => {
  const anyMishap = fc.oneof(
    fc.record({ crashAfter: fc.nat(9) }),
    fc.record({ outage: fc.constantFrom("unreachable", "refused") }),
    fc.record({ stray: fc.boolean() }),
    fc.record({ journalIsFull: fc.boolean() }),
    fc.record({ failsAfterwards: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyMishap, { maxLength: 6 }), async (mishaps) => {
      const acme = tenant();
      acme.variable = "DRUVA_SCIM_TOKEN";
      acme.druva.strangers.add("of-emea");
      for (const mishap of mishaps) {
        if ("stray" in mishap) acme.handed = mishap.stray ? "of-emea" : null;
        if ("journalIsFull" in mishap) acme.journalIsFull = mishap.journalIsFull;
        if ("failsAfterwards" in mishap) acme.failsAfterwards = mishap.failsAfterwards;
        acme.druva.answers = () => ("outage" in mishap ? mishap.outage : undefined);
        const crashAfter = "crashAfter" in mishap ? mishap.crashAfter : Infinity;
        await acme.run({}, crashAfter).catch((error: unknown) => {
          if (!(error instanceof Crash || error instanceof ProviderError)) throw error;
        });
      }
      acme.druva.answers = () => undefined;
      expect((await acme.run()).token).toBe(acme.druva.living);
      expect(acme.druva.issued).toHaveLength(2);
    }),
  );
});

test("whatever happened before, no stranger's token is given without a review's word", async () => {
  const anyRotation = fc.constantFrom<Partial<Rotation>>(
    {},
    handover,
    { cause: "rejected" },
    { change: "take over", cause: "rejected" },
  );
  const anyAnswer = fc.constantFrom(undefined, "accepted", "rejected", "refused", "unreachable");
  const anyRun = fc.record({
    rotation: anyRotation,
    crashAfter: fc.nat(9),
    variable: fc.constantFrom("DRUVA_SCIM_TOKEN", "DRUVA_SCIM_TOKEN_ACME"),
    handsOver: fc.boolean(),
    /** Of tokens that are not the stranger's. */
    answer: anyAnswer,
    generates: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRun, { maxLength: 5 }), async (runs) => {
      const acme = tenant();
      acme.druva.strangers.add("of-emea");
      for (const { rotation, crashAfter, variable, handsOver, answer, generates } of runs) {
        if (generates) acme.druva.generate();
        acme.variable = variable;
        acme.handed = handsOver ? "of-emea" : null;
        acme.druva.answers = (token) => (token === "of-emea" ? undefined : answer);
        const run = acme.run(rotation, crashAfter).catch((error: unknown) => {
          if (!(error instanceof Crash || error instanceof ProviderError)) throw error;
          return null;
        });
        expect((await run)?.token).not.toBe("of-emea");
      }
    }),
  );
});
