/** What `druva_scim_token` finds, as attributes: programs read these, and no sentences. */
import { unknown } from "../../../../provider/framework/unknown";
import { fingerprint } from "../../../../provider/rotation/fingerprint";
import {
  AUTOMATIC,
  byCommand,
  commandConsumer,
  listing,
  request,
  SCIM_URL,
  type TokenDeployment,
  useDeployments,
} from "./token-deployment";

const { adopted, fresh } = useDeployments();

/** As Read and plan leave them where the token stays. */
const NO_CHANGE = { change: null, cause: null, steps: null };
const HAND_OVER = "Set DRUVA_SCIM_TOKEN_ACME to the new token";
const TAKE_IN_USE = "set DRUVA_SCIM_TOKEN_ACME to it";
const person = { kind: "okta", id: "0oaDruvaPerson", through: "person" } as const;
const matching = (...parts: readonly string[]) =>
  parts.map((part) => expect.stringContaining(part) as unknown);

describe("a planned change says what it is, what led to it, and who has to do what:", () => {
  interface Story {
    readonly start: () => Promise<TokenDeployment>;
    readonly happens: (acme: TokenDeployment) => Promise<void> | void;
    readonly finds: object;
  }
  const rejectedBy = (acme: TokenDeployment) => void acme.druva.generate();
  const stories: Record<string, Story> = {
    "a request, to be handed over": {
      start: adopted,
      happens: (acme) => acme.configure({ rotation_request: request(2) }),
      finds: {
        change: "rotate",
        cause: "requested",
        steps: matching("New Token", HAND_OVER),
      },
    },
    "a request with an app that a person sets": {
      start: () => adopted({ consumers: listing(person) }),
      happens: (acme) => acme.configure({ rotation_request: request(2) }),
      finds: {
        change: "rotate",
        cause: "requested",
        steps: matching("New Token", "0oaDruvaPerson", HAND_OVER),
      },
    },
    "a request, issued by a command": {
      start: adopted,
      happens: (acme) =>
        acme.configure({ rotation_request: request(2), issuer: byCommand("true") }),
      finds: { change: "rotate", cause: "requested", steps: [] },
    },
    "a token that is due, in automatic mode": {
      start: () => adopted({ issuer: byCommand("true"), policy: AUTOMATIC }),
      happens: (acme) => acme.clock.advance({ days: 340 }),
      finds: { change: "rotate", cause: "due", steps: [] },
    },
    "one that has expired, in automatic mode": {
      start: () => adopted({ issuer: byCommand("true"), policy: AUTOMATIC }),
      happens: (acme) => acme.clock.advance({ days: 400 }),
      finds: { change: "rotate", cause: "expired", steps: [] },
    },
    "one that Druva rejects, in automatic mode": {
      start: () => adopted({ issuer: byCommand("true"), policy: AUTOMATIC }),
      happens: rejectedBy,
      finds: { change: "rotate", cause: "rejected", steps: [] },
    },
    "one that Druva rejects, in reviewed mode": {
      start: adopted,
      happens: rejectedBy,
      finds: {
        change: "take over",
        cause: "rejected",
        steps: expect.arrayContaining(matching("New Token", HAND_OVER)) as unknown,
      },
    },
    "one that Druva rejects, in reviewed mode by command: a person has the other": {
      start: () => adopted({ issuer: byCommand("true") }),
      happens: rejectedBy,
      finds: {
        change: "take over",
        cause: "rejected",
        steps: expect.arrayContaining(matching(HAND_OVER)) as unknown,
      },
    },
    "an adoption": {
      start: fresh,
      happens: () => undefined,
      finds: {
        change: "take over",
        cause: "begun",
        steps: expect.arrayContaining(matching(TAKE_IN_USE)) as unknown,
      },
    },
    "an issue, to be handed over": {
      start: fresh,
      happens: (acme) => acme.configure({ begin: "issue", invalidate_existing: true }),
      finds: { change: "rotate", cause: "begun", steps: matching("New Token", HAND_OVER) },
    },
  };

  test.each(Object.entries(stories))("%s", async (_, { start, happens, finds }) => {
    const acme = await start();
    await happens(acme);
    expect((await acme.plan()).planned).toMatchObject(finds);
  });
});

describe("where the token stays", () => {
  test.each([
    ["and nothing changes", () => undefined],
    ["and is due", (acme: TokenDeployment) => acme.clock.advance({ days: 340 })],
    [
      "and another argument changes",
      (acme: TokenDeployment) => acme.configure({ require_all_bound: true }),
    ],
    [
      "and Druva gives no verdict",
      (acme: TokenDeployment) => {
        acme.druva.answers = () => "unreachable";
      },
    ],
  ])("%s, no change is found", async (_, happens) => {
    const acme = await adopted();
    happens(acme);
    expect((await acme.plan()).planned).toMatchObject(NO_CHANGE);
  });
});

describe("the state after an apply", () => {
  test("has what the plan said, and the next Read ends it", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    const { planned } = await acme.plan();
    acme.handOver(acme.druva.generate());
    await acme.apply();
    const { change, cause, steps } = planned;
    expect(acme.token).toMatchObject({ change, cause, steps, answer: "accepted" });
    expect(await acme.plan()).toMatchObject({ changes: false, refreshed: NO_CHANGE });
  });

  test("has the steps of the saved plan, though the token was handed over only after it", async () => {
    const acme = await adopted({ consumers: listing(commandConsumer("one")) });
    acme.configure({ rotation_request: request(2) });
    const plan = await acme.plan();
    acme.handOver(acme.druva.generate());
    await acme.applyPlan(plan); // refuses another value than a known one of the plan
    expect(acme.token.steps).toEqual(plan.planned.steps);
    expect(acme.token.token).toBe("token-2");
  });

  test("has none of the token, whatever was handed over", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    const handed = acme.druva.generate();
    acme.handOver(handed);
    const { planned } = await acme.plan();
    expect(JSON.stringify(planned)).not.toContain(fingerprint(handed));
  });
});

describe("Druva's answer", () => {
  test.each(["accepted", "rejected", "refused", "unreachable"] as const)(
    "is kept as it was: %s",
    async (verdict) => {
      const acme = await adopted();
      acme.druva.answers = () => verdict;
      expect((await acme.plan()).refreshed?.answer).toBe(verdict);
    },
  );

  test("outlives no look: what is kept of a rejection is the status", async () => {
    const acme = await adopted();
    acme.druva.answers = () => "rejected";
    await expect(acme.apply()).rejects.toThrow("No token was handed over");
    acme.druva.answers = () => "unreachable";
    expect((await acme.plan()).refreshed).toMatchObject({
      answer: "unreachable",
      status: "rejected",
    });
  });

  test("is null where Druva was not asked", async () => {
    const observed = await fresh();
    observed.configure({ begin: "observe" });
    await observed.apply();
    expect((await observed.plan()).refreshed?.answer).toBeNull();

    const moved = await adopted();
    moved.scimUrl = `${SCIM_URL}/elsewhere`;
    expect((await moved.plan()).refreshed?.answer).toBeNull();

    const blind = await adopted();
    blind.configurationKnown = false;
    expect((await blind.plan()).refreshed?.answer).toBeNull();
  });

  test("is open while another token is planned", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: request(2) });
    expect((await acme.plan()).planned.answer).toBe(unknown);
  });
});

describe("unmanaged holders", () => {
  const principal = (id: string) => ({
    id,
    displayName: `Druva ${id}`,
    applicationTemplateId: "druva",
  });
  const entra = (...ids: readonly string[]) =>
    listing(...ids.map((id) => ({ kind: "entra" as const, id })));
  async function holding(...ids: readonly string[]) {
    const acme = await adopted();
    acme.configure({ consumers: entra(...ids) });
    await acme.apply();
    return acme;
  }

  test("are applications of the same kind that are no consumers", async () => {
    const acme = await holding("one");
    acme.principals = [principal("one"), principal("two")];
    const { refreshed, codes } = await acme.plan();
    expect(refreshed?.unmanaged).toEqual([{ kind: "entra", id: "two", name: "Druva two" }]);
    expect(codes).toEqual(["unmanaged-holder"]);
  });

  test("are no longer told of in the plan that knows them, as unrelated or as consumers", async () => {
    const acme = await holding("one");
    const test = "00000000-0000-0000-0000-0000000000aa";
    acme.principals = ["one", test, "three"].map(principal);
    acme.configure({ unrelated: [`entra/${test}`], consumers: entra("one", "three") });
    expect((await acme.plan()).codes).not.toContain("unmanaged-holder");
    await acme.apply();
    expect(await acme.plan()).toMatchObject({ refreshed: { unmanaged: [] }, changes: false });
  });

  test("are none where all are consumers", async () => {
    const acme = await holding("one", "two");
    acme.principals = [principal("one"), principal("two")];
    expect(await acme.plan()).toMatchObject({ refreshed: { unmanaged: [] }, codes: [] });
  });

  test("are not known where they may not be listed, which is no change", async () => {
    const acme = await holding("one");
    expect((await acme.plan()).refreshed?.unmanaged).toBeNull();
    expect(await acme.plan()).toMatchObject({ changes: false, codes: ["unmanaged-not-checked"] });
  });

  test("are looked for with as many requests for ten consumers as for one", async () => {
    const askedFor = async (...ids: readonly string[]) => {
      const acme = await holding(...ids);
      acme.principals = ids.map(principal);
      const before = acme.entraAsked;
      await acme.plan();
      return acme.entraAsked - before;
    };
    expect(await askedFor(...Array.from({ length: 10 }, (_each, index) => `id-${index}`))).toBe(
      await askedFor("one"),
    );
  });
});

test("every warning of a plan has a code", async () => {
  const acme = await adopted({ issued_on: null });
  acme.configure({ rotation_request: request(1) });
  acme.handOver("mistyped");
  acme.druva.answers = () => "refused";
  const { codes } = await acme.plan();
  expect(codes).not.toContain(undefined);
  expect(codes).toEqual(
    expect.arrayContaining(["token-no-verdict", "token-age-unknown", "request-changes-nothing"]),
  );
});
