/** Laws of `druva_scim_token` over whatever may happen to a tenant. */
import fc from "fast-check";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderError } from "../../../../provider/framework/diagnostics";
import { known } from "../../../../provider/framework/unknown";
import type { Probe } from "../../../../provider/rotation/probe";
import { slowRuns } from "../../../properties";
import {
  AUTOMATIC,
  byCommand,
  request,
  SCIM_URL,
  type TokenDeployment,
  useDeployments,
} from "./token-deployment";

/** A run is a tenant's whole story. */
const RUNS = slowRuns(60);

const { adopted } = useDeployments();

/** Something that happens to the tenant; its name is what a failure prints. */
interface Event {
  readonly name: string;
  happen(acme: TokenDeployment): Promise<void> | void;
}

const event = (name: string, happen: Event["happen"]): Event => ({ name, happen });

/** People try again: a refusal is part of the story. */
async function trying(apply: () => Promise<unknown>): Promise<void> {
  await apply().catch((error: unknown) => {
    if (!(error instanceof ProviderError)) throw error;
  });
}

const answering = (verdict: Probe["verdict"] | undefined) =>
  event(`Druva answers ${verdict ?? "truly"}`, (acme) => {
    acme.druva.answers = () => verdict;
  });

const events: readonly Event[] = [
  event("somebody generates a token", (acme) => {
    acme.druva.generate();
  }),
  event("the living token is handed over", (acme) => {
    acme.handOver(acme.druva.living ?? "none");
  }),
  event("the variable is emptied", (acme) => {
    acme.handOver("");
  }),
  event("a higher generation is asked for", (acme) => {
    acme.configure({ rotation_request: request((acme.state?.generation ?? 0) + 1) });
  }),
  event("the request is set back", (acme) => {
    acme.configure({ rotation_request: request(1) });
  }),
  event("200 days pass", (acme) => {
    acme.clock.advance({ days: 200 });
  }),
  event("the policy is changed", (acme) => {
    acme.configure({ policy: { lifetime_days: 100, rotate_before_days: 5, mode: null } });
  }),
  event("apply", (acme) => trying(() => acme.apply())),
  event("apply without a refresh", (acme) => trying(() => acme.apply({ refresh: false }))),
  event("apply, and the state is lost", (acme) => trying(() => acme.applyAndLoseTheState())),
  event("replace", (acme) => trying(() => acme.replace())),
  event("another SCIM URL is configured", (acme) => {
    acme.scimUrl = `${SCIM_URL}/elsewhere`;
  }),
  event("Druva's SCIM URL is configured", (acme) => {
    acme.scimUrl = SCIM_URL;
  }),
  answering("unreachable"),
  answering("refused"),
  answering(undefined),
  event("Druva answers every other question", (acme) => {
    let asked = 0;
    acme.druva.answers = () => (asked++ % 2 === 0 ? undefined : "unreachable");
  }),
];

/** A command that knows a repetition by its id. */
const print = `printf '{"token":"issued-%s"}' "$DRUVA_ROTATION_ID"`;
const issuer = byCommand("/bin/sh", "-c", print);

const commands: readonly Event[] = [
  event("a command issues, when it is asked to", (acme) => {
    acme.configure({ issuer, policy: null });
  }),
  event("a command issues automatically", (acme) => {
    acme.configure({ issuer, policy: AUTOMATIC });
  }),
  event("a command that fails after it has printed issues automatically", (acme) => {
    acme.configure({ issuer: byCommand("/bin/sh", "-c", `${print}; exit 3`), policy: AUTOMATIC });
  }),
];

const rotatesBlindly = [
  event("a higher generation is asked for, and Druva is gone", (acme) => {
    acme.configure({ rotation_request: request((acme.state?.generation ?? 0) + 1) });
    acme.druva.answers = () => "unreachable";
  }),
];

const anyStoryWithCommand = fc
  .tuple(
    fc.constantFrom(...commands),
    fc.array(fc.constantFrom(...events, ...commands, ...rotatesBlindly), { maxLength: 12 }),
  )
  .map(([first, rest]) => [first, ...rest]);

const anyStory = fc.array(fc.constantFrom(...events), { maxLength: 12 });

/** Runs the story on a tenant that was taken over, looking at it after each event. */
async function tell(story: readonly Event[], look: (acme: TokenDeployment) => Promise<void>) {
  const acme = await adopted();
  for (const each of story) {
    await each.happen(acme);
    await look(acme);
  }
}

/** A refusal is not clean either. */
async function isClean(acme: TokenDeployment): Promise<boolean> {
  try {
    return !(await acme.plan()).changes;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return false;
  }
}

const asStory = fc.context; // prints the events' names

test("a plan is never clean while Druva says that the token in state is dead", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      await tell(story, async (acme) => {
        const start = acme.druva.asked.length;
        const clean = await isClean(acme);
        const asked = acme.druva.asked.slice(start);
        const answer = asked.find((question) => question.token === acme.token.token);
        if (answer?.probe.verdict === "rejected") expect(clean).toBe(false);
      });
    }),
    RUNS,
  );
});

test("a token that Druva accepts is replaced only where a review asked for it", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      await tell(story, async (acme) => {
        const { token, generation, scim_url } = acme.token;
        const answer = await acme.druva.probe(token ?? "", scim_url ?? "");
        const asked = known(known(acme.config.rotation_request)?.generation) ?? 0;
        if (answer.verdict === "accepted" && asked <= (generation ?? 0)) {
          expect((await acme.plan()).planned.token).toBe(token);
        }
      });
    }),
    RUNS,
  );
});

test("in reviewed mode with a handover nothing is ever issued, and no generation is lost", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      let generation = 1;
      const generated =
        1 + story.filter(({ name }) => name === "somebody generates a token").length;
      let issued = 0;
      await tell(story, (acme) => {
        expect(acme.token.generation).toBeGreaterThanOrEqual(generation);
        generation = acme.token.generation ?? 0;
        issued = acme.druva.issued.length;
        return Promise.resolve();
      });
      expect(issued).toBeLessThanOrEqual(generated);
    }),
    RUNS,
  );
});

test("a command is run only after Druva gave a verdict on the present token in the same apply", async () => {
  await fc.assert(
    fc.asyncProperty(anyStoryWithCommand, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      const acme = await adopted();
      for (const each of story) {
        const { token } = acme.token;
        const start = acme.druva.asked.length;
        const known = new Set(await keptTokens(acme));
        await each.happen(acme);
        const fresh = (await keptTokens(acme)).find((name) => !known.has(name));
        if (fresh === undefined) continue;
        const asked = acme.druva.asked.slice(start);
        const first = asked.findIndex((question) => question.token === fresh);
        const before = asked.slice(0, first).filter((question) => question.token === token);
        expect(["accepted", "rejected"]).toContain(before.at(-1)?.probe.verdict);
      }
    }),
    RUNS,
  );
});

test("a token that a command issued is in the state or in the journal while Druva accepts it", async () => {
  await fc.assert(
    fc.asyncProperty(anyStoryWithCommand, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      await tell(story, async (acme) => {
        const living = acme.druva.living ?? "";
        if (living.startsWith("issued-")) expect(await keptTokens(acme)).toContain(living);
      });
    }),
    RUNS,
  );
});

test("the token in state is shown to the host that the state names, and by an apply to the configured one", async () => {
  await fc.assert(
    fc.asyncProperty(anyStoryWithCommand, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      const acme = await adopted();
      for (const each of story) {
        const { token, scim_url } = acme.token;
        const hosts = async (work: () => Promise<unknown> | void) => {
          const start = acme.druva.asked.length;
          await work();
          const asked = acme.druva.asked.slice(start).filter((one) => one.token === token);
          return asked.map(({ url }) => url).filter((url) => url !== scim_url);
        };
        expect(await hosts(() => isClean(acme))).toEqual([]);
        const others = await hosts(() => each.happen(acme));
        expect(others.filter((url) => url !== acme.scimUrl)).toEqual([]);
      }
    }),
    RUNS,
  );
});

/** In the state, or in an entry of the journal. */
async function keptTokens(acme: TokenDeployment): Promise<string[]> {
  const files = await readdir(acme.journalDir);
  const entries = files.map((file) => readFile(join(acme.journalDir, file), "utf8"));
  const journalled = (await Promise.all(entries)).flatMap(
    (text) => /"(issued-[^"]+)"/.exec(text)?.[1] ?? [],
  );
  return [...journalled, ...(acme.state?.token ? [acme.state.token] : [])].filter((token) =>
    token.startsWith("issued-"),
  );
}
