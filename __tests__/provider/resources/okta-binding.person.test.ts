/** After a refusal or a move that follows a proof, only a success counts. */
import fc from "fast-check";
import { OTHER, OURS, PersonsApp, type Told } from "./persons-app";
import { codes } from "./resource-life";

const READ = 0;
const APPLY = 1;

async function confirmed(): Promise<PersonsApp> {
  const app = new PersonsApp();
  app.confirm();
  expect((await app.apply()).status).toBe("tested");
  return app;
}
/** Its success is seen by the Read of a plan that changes nothing. */
async function shownByTheLog(): Promise<PersonsApp> {
  const app = new PersonsApp();
  await app.apply();
  app.happens("worked");
  expect(await app.apply()).toMatchObject({ status: "tested", state: { verified_at: null } });
  return app;
}

test("what the configuration has just confirmed is not asked for once more, and the apply records it", async () => {
  const app = new PersonsApp();
  await app.apply();
  expect(codes((await app.plan()).warnings)).toEqual(["binding-waiting"]);
  app.confirm();
  const { changes, warnings } = await app.plan();
  expect({ changes, warnings }).toEqual({ changes: true, warnings: [] });
  expect((await app.apply()).status).toBe("tested");
});

describe("after a refusal that followed a proof", () => {
  async function refused(): Promise<PersonsApp> {
    const app = await confirmed();
    app.happens("refused");
    expect((await app.apply()).status).toBe("waiting");
    return app;
  }

  test("a log that cannot be read leaves the plan an update, and the apply waiting", async () => {
    const app = await refused();
    const { changes, refreshed } = await app.plan([READ]);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: true, status: "waiting" });
    const { status, state } = await app.apply([READ, APPLY]);
    expect(status).toBe("waiting");
    expect(state?.notes?.at(-1)).toContain("only its success shows");
  });

  test("what Read saw of it is not lost to an apply that cannot read the log", async () => {
    const app = await confirmed();
    app.happens("refused");
    expect((await app.apply([APPLY])).status).toBe("waiting");
    expect((await app.apply()).status).toBe("waiting");
    app.happens("worked");
    expect((await app.apply()).status).toBe("tested");
  });

  test("what one Read saw of it is not lost to another that looked from another URL", async () => {
    const app = await confirmed();
    app.happens("refused");
    await app.life.refresh();
    app.url = OTHER;
    await app.life.refresh();
    app.url = OURS;
    expect((await app.plan([READ])).changes).toBe(true);
    expect((await app.apply([READ, APPLY])).status).toBe("waiting");
  });

  test("a log that has grown silent about it is no success", async () => {
    const app = await refused();
    app.passes({ days: 120 });
    expect((await app.apply()).status).toBe("waiting");
  });

  test("a confirmation that was withdrawn and made again is no success", async () => {
    const app = await refused();
    app.withdraw();
    await app.apply();
    app.confirm();
    expect((await app.apply()).status).toBe("waiting");
  });

  test("the proof may have been the log's alone", async () => {
    const app = await shownByTheLog();
    app.happens("refused");
    app.confirm();
    expect((await app.apply()).status).toBe("waiting");
  });

  test("it counts even if it could not be read while the confirmation was repeated", async () => {
    const app = await confirmed();
    app.happens("refused");
    app.changeAnotherArgument();
    await app.apply([READ, APPLY]);
    expect((await app.apply()).status).toBe("waiting");
  });

  test("the next token starts anew, with a confirmation of its own", async () => {
    const app = await refused();
    app.rotate();
    expect((await app.apply()).status).toBe("waiting");
    app.confirm();
    expect((await app.apply()).status).toBe("tested");
  });
});

describe("after the SCIM URL moved", () => {
  test("the way back needs a success as well", async () => {
    const app = await confirmed();
    app.moveTo(OTHER);
    expect((await app.apply()).status).toBe("waiting");
    app.happens("refused");
    expect((await app.apply()).status).toBe("waiting");
    app.moveTo(OURS);
    const { status, state } = await app.apply();
    expect(status).toBe("waiting");
    expect(state?.notes?.[0]).toContain(`uses the SCIM URL ${OURS}`);
    app.happens("worked");
    expect((await app.apply()).status).toBe("tested");
  });

  test("a URL that was never applied leaves nothing behind", async () => {
    const app = await confirmed();
    app.url = OTHER;
    await app.life.refresh();
    expect((await app.plan()).changes).toBe(true);
    app.url = OURS;
    expect(await app.plan()).toMatchObject({ changes: false, warnings: [] });
    app.changeAnotherArgument();
    expect((await app.apply()).status).toBe("tested");
  });

  test("a success from before is none for the next token either", async () => {
    const app = await confirmed();
    app.rotate();
    app.happens("worked");
    app.moveTo(OTHER);
    expect((await app.apply()).status).toBe("waiting");
  });
});

describe("its gap", () => {
  const DAY_SECONDS = 86_400;

  test("is of the rotation, whatever is refused months after the log alone showed the success", async () => {
    const app = await confirmed();
    app.rotate();
    app.passes({ seconds: 60 });
    await app.apply();
    app.happens("worked");
    expect(await app.apply()).toMatchObject({ status: "tested", state: { verified_at: null } });
    const measured = app.life.state?.gap_seconds_at_least;
    expect(measured).toBeGreaterThanOrEqual(60);
    expect(measured).toBeLessThan(DAY_SECONDS);

    app.passes({ days: 90 });
    app.happens("refused");
    expect((await app.apply()).status).toBe("waiting");
    const { state } = await app.apply();
    expect(state?.gap_seconds_at_least).toBe(measured);
  });

  test("is none at another app, which held no token of ours before", async () => {
    const app = await confirmed();
    app.rotate();
    await app.apply();
    expect(app.life.state?.gap_seconds_at_least).not.toBeNull();
    app.config = { ...app.config, app_id: "0oaAnotherPerson" };
    const { state } = await app.apply();
    expect(state).toMatchObject({ gap_seconds: null, gap_seconds_at_least: null });
  });
});

test("another app is another target: nothing that was shown of the one before counts", async () => {
  const app = new PersonsApp();
  app.passes({ seconds: 60 });
  app.confirm();
  await app.apply();
  app.config = { ...app.config, app_id: "0oaAnotherPerson" };
  app.withdraw();
  const { status, state } = await app.apply();
  expect(status).toBe("waiting");
  expect(state).toMatchObject({ verified_at: null, evidence_since: app.config.proven_at });
  app.happens("refused");
  app.confirm();
  expect((await app.apply()).status).toBe("tested");
});

test("a proven token of which the log cannot be read is unknown, and nothing is planned for that", async () => {
  const app = await shownByTheLog();
  const { changes, refreshed, warnings } = await app.plan([READ]);
  expect({ changes, status: refreshed?.status }).toEqual({ changes: false, status: "unknown" });
  expect(codes(warnings)).toEqual(["binding-unknown"]);
});

test("a log that is silent again does not have the words of one that could not be read", async () => {
  const app = await shownByTheLog();
  app.passes({ days: 120 });
  await app.apply([READ]);
  expect(app.life.state?.evidence).toContain("403");
  const { refreshed } = await app.plan();
  expect(refreshed?.status).toBe("tested");
  expect(refreshed?.evidence).not.toContain("403");
});

test("a new token may be confirmed though the log cannot be read", async () => {
  const app = new PersonsApp();
  await app.apply();
  app.happens("refused");
  app.confirm();
  expect((await app.apply([READ, APPLY])).status).toBe("tested");
  expect(await app.plan()).toMatchObject({ changes: false, warnings: [] });
});

/** Each is followed by an apply. */
const happenings = {
  "Okta refuses the token": (app) => app.happens("refused"),
  "Okta provisions": (app) => app.happens("worked"),
  "120 days pass": (app) => app.passes({ days: 120 }),
  "it is confirmed": (app) => app.confirm(),
  "the confirmation is withdrawn": (app) => app.withdraw(),
  "the URL moves": (app) => app.moveTo(OTHER),
  "the URL moves back": (app) => app.moveTo(OURS),
  "a new token is put in its place": (app) => app.rotate(),
} satisfies Record<string, (app: PersonsApp) => void>;
const anyStep = fc.record({
  happens: fc.constantFrom(...Object.keys(happenings).filter(isHappening)),
  logUnreadable: fc.constantFrom([], [READ], [APPLY], [READ, APPLY]),
});
function isHappening(name: string): name is keyof typeof happenings {
  return name in happenings;
}

/** The rule, told by what the log answered and not by what was stored. */
class Rule {
  isProven = false;
  needsSuccess = false;
  /** Successes from before say nothing. */
  #start = new Date(0);

  see(told: Told | undefined): void {
    if (told === undefined || told === "unreadable" || told === "nothing") return;
    if (told.kind === "refused") this.needsSuccess ||= this.isProven;
    if (told.kind === "worked" && told.at > this.#start) this.prove();
  }
  prove(): void {
    this.isProven = true;
    this.needsSuccess = false;
  }
  move(now: Date): void {
    this.needsSuccess ||= this.isProven;
    this.#start = now;
  }
  rotate(now: Date): void {
    this.isProven = false;
    this.needsSuccess = false;
    this.#start = now;
  }
}

test("whatever happens, it is tested by a success, or by a confirmation that nothing used up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 8 }), async (steps) => {
      const app = new PersonsApp();
      await app.apply();
      const rule = new Rule();
      for (const { happens, logUnreadable } of steps) {
        const before = app.config;
        happenings[happens](app);
        const { base_url, fingerprint, confirmed } = app.config;
        const at = app.now;
        const { status } = await app.apply(logUnreadable);

        rule.see(app.told[READ]);
        if ((before.base_url ?? OURS) !== (base_url ?? OURS)) rule.move(at);
        if (before.fingerprint !== fingerprint) rule.rotate(at);
        rule.see(app.told[APPLY]);
        const last = app.told.at(-1);
        const isApplied = app.told.length > 1;
        const isShown = typeof last === "object" && last.kind === "worked";
        if (rule.needsSuccess) expect(status).toBe("waiting");
        else if (isShown) expect(status).toBe("tested");
        else if (isApplied) expect(status).toBe(confirmed === fingerprint ? "tested" : "waiting");
        // Read alone has looked, at what was proven before: it plans nothing.
        else expect(status).toBe(last === "unreadable" ? "unknown" : "tested");
        if (status === "tested") rule.prove();
      }
    }),
  );
});
