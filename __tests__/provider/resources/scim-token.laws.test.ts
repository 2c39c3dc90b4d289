/** Laws of `druva_scim_token` over whatever may happen to a tenant. */
import fc from "fast-check";
import { ProviderError } from "../../../provider/framework/diagnostics";
import { known } from "../../../provider/framework/unknown";
import type { Probe } from "../../../provider/rotation/probe";
import { request, type TokenDeployment, useDeployments } from "./token-deployment";

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
  answering("unreachable"),
  answering("refused"),
  answering(undefined),
];

const anyStory = fc.array(fc.constantFrom(...events), { maxLength: 12 });

/** Runs the story on a tenant that was taken over, looking at it after each event. */
async function tell(story: readonly Event[], look: (acme: TokenDeployment) => Promise<void>) {
  const acme = await adopted();
  for (const each of story) {
    await each.happen(acme);
    await look(acme);
  }
}

const asStory = fc.context; // prints the events' names

test("a plan is never clean while Druva says that the token in state is dead", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      await tell(story, async (acme) => {
        const { token } = acme.token;
        const answer = await acme.druva.probe(token ?? "");
        if (answer.verdict === "rejected") expect((await acme.plan()).changes).toBe(true);
      });
    }),
    { numRuns: 50 },
  );
});

test("a token that Druva accepts is replaced only where a review asked for it", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, asStory(), async (story, said) => {
      said.log(story.map(({ name }) => name).join(", "));
      await tell(story, async (acme) => {
        const { token, generation } = acme.token;
        const answer = await acme.druva.probe(token ?? "");
        const asked = known(known(acme.config.rotation_request)?.generation) ?? 0;
        if (answer.verdict === "accepted" && asked <= (generation ?? 0)) {
          expect((await acme.plan()).planned.token).toBe(token);
        }
      });
    }),
    { numRuns: 50 },
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
    { numRuns: 50 },
  );
});
