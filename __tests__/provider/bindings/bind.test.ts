import type { Binding } from "../../../provider/bindings/bind";
import { bind } from "../../../provider/bindings/bind";
import type { Look, Place } from "../../../provider/bindings/place";
import { type Clients, configureClients } from "../../../provider/clients/clients";
import { ProviderError } from "../../../provider/framework/diagnostics";
import type { Probe } from "../../../provider/rotation/probe";

const URL = "https://druva.test/insync/scim";
const { signal } = new AbortController();
const { scim } = configureClients(
  { scim_url: URL, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
  {},
);

interface Given {
  readonly writer?: Place["writer"];
  /** What each look finds, in their order; the last one goes on. */
  readonly looks?: readonly Look["found"][];
  /** What the vendor says of the unsaved token; absent: it cannot be asked. */
  readonly unsaved?: Look["found"];
  readonly druva?: Probe["verdict"];
  readonly binding?: Partial<Binding>;
}

/** Gives what was done, in its order, and what came of it: a look, or the error's code. */
async function bound({
  writer = "us",
  looks = ["worked"],
  unsaved,
  druva = "accepted",
  binding = {},
}: Given) {
  const done: string[] = [];
  const found = (each: Look["found"]): Look => ({ found: each, evidence: "" });
  let looked = 0;
  const place: Place = {
    name: "a place",
    writer,
    scimUrl: URL,
    async look() {
      done.push("look");
      return found(looks[Math.min(looked++, looks.length - 1)] ?? "silent");
    },
    async write() {
      done.push("write");
    },
    ...(unsaved === undefined
      ? {}
      : {
          async tryUnsaved() {
            done.push("try");
            return found(unsaved);
          },
        }),
  };
  const clients: Pick<Clients, "scim" | "pause"> = {
    scim: {
      ...scim,
      async proof() {
        done.push("ask Druva");
        return { verdict: druva, message: `it is ${druva}`, at: new Date(0) };
      },
    },
    async pause() {
      done.push("pause");
    },
  };
  const all = {
    ...{ token: "t", isFirst: false, isMoved: false, isRestart: false, isUntestable: false },
    ...binding,
  };
  const result = await bind(place, all, clients, signal).then(
    (look) => look.found,
    (error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      return error.diagnostics[0]?.code;
    },
  );
  return { done, result };
}

/** A failed test is repeated, since new values take a moment to be seen. */
const AGAIN = ["pause", "look", "pause", "look", "pause", "look"];

describe("a place that we write", () => {
  test("gets the token once Druva accepts it, and then its test decides", async () => {
    expect(await bound({})).toEqual({ done: ["ask Druva", "write", "look"], result: "worked" });
  });

  test.each([
    ["passes a moment later", ["refused", "worked"], ["pause", "look"], "worked"],
    [
      "passes after a second write",
      ["refused", "refused", "refused", "refused", "worked"],
      ["pause", "look", "pause", "look", "pause", "look", "write", "look"],
      "worked",
    ],
    ["never passes", ["refused"], [...AGAIN, "write", "look", ...AGAIN], "refused"],
  ] as const)("whose test %s is written twice at most", async (_, looks, further, result) => {
    expect(await bound({ looks })).toEqual({
      done: ["ask Druva", "write", "look", ...further],
      result,
    });
  });

  test.each(["silent", "unknown"] as const)(
    "whose test shows nothing (%s) is written once",
    async (found) => {
      expect(await bound({ looks: [found] })).toEqual({
        done: ["ask Druva", "write", "look"],
        result: found,
      });
    },
  );
});

describe("a place that another resource has written", () => {
  const writer = "another";

  test("and that passes is left alone, and Druva is not asked", async () => {
    expect(await bound({ writer })).toEqual({ done: ["look"], result: "worked" });
  });
  test.each(["refused", "silent"] as const)("and that is %s gets the token", async (found) => {
    expect(await bound({ writer, looks: [found, "worked"] })).toEqual({
      done: ["look", "ask Druva", "write", "look"],
      result: "worked",
    });
  });
  test.each([
    [false, ["look"]],
    [true, ["ask Druva", "write", "look"]],
  ])("of ours that is only to be restarted (at another URL: %s): %j", async (isMoved, done) => {
    const binding = { isRestart: true, isMoved };
    expect(await bound({ writer: "us", binding })).toMatchObject({ done, result: "worked" });
  });
  test("and that could not be looked at is left alone", async () => {
    expect(await bound({ writer, looks: ["unknown"] })).toEqual({
      done: ["look"],
      result: "unknown",
    });
  });
  test("and that nobody can ever test gets the token", async () => {
    const binding = { isUntestable: true };
    expect((await bound({ writer, looks: ["unknown"], binding })).done).toContain("write");
  });
  test("for another URL than this apply means is written, whatever its test says", async () => {
    expect(await bound({ writer, binding: { isMoved: true } })).toMatchObject({
      done: ["ask Druva", "write", "look"],
      result: "worked",
    });
  });
});

describe.each(["us", "another"] as const)("written by %s", (writer) => {
  const looks = ["refused"] as const;

  test.each(["rejected", "refused", "unreachable"] as const)(
    "a token that is %s is not written",
    async (druva) => {
      const { done, result } = await bound({ writer, looks, druva });
      expect(result).toBe("token-not-proven");
      expect(done).not.toContain("write");
      expect(done).not.toContain("try");
    },
  );

  describe("where nothing shows that the vendor can use such a token,", () => {
    const isNewHere = { isFirst: true };

    test("it is tried before it is saved", async () => {
      const { done } = await bound({ writer, looks, unsaved: "worked", binding: isNewHere });
      expect(done.indexOf("try")).toBeLessThan(done.indexOf("write"));
      expect(done).toContain("try");
    });
    test.each(["refused", "unknown", "silent"] as const)(
      "and it is %s then, it is not written",
      async (unsaved) => {
        const { done, result } = await bound({ writer, looks, unsaved, binding: isNewHere });
        expect(result).toBe("token-not-usable");
        expect(done).not.toContain("write");
      },
    );
    test("and nobody can ever test it, it is written unless it is refused", async () => {
      const binding = { ...isNewHere, isUntestable: true };
      const unknown = await bound({ writer, looks, unsaved: "unknown", binding });
      expect(unknown.done).toContain("write");
      const refused = await bound({ writer, looks, unsaved: "refused", binding });
      expect(refused.done).not.toContain("write");
    });
    test("and the vendor cannot be asked before, it is written", async () => {
      expect((await bound({ writer, looks, binding: isNewHere })).done).toContain("write");
    });
  });

  test("otherwise it is not tried before", async () => {
    expect((await bound({ writer, looks, unsaved: "refused" })).done).not.toContain("try");
  });
});

test.each(["us", "another", "person"] as const)(
  "without a token a place that %s writes is only looked at",
  async (writer) => {
    const { done } = await bound({ writer, looks: ["refused"], binding: { token: null } });
    expect(done).toEqual(["look"]);
  },
);

test("what a person enters is never written", async () => {
  const binding = { isFirst: true, mustWrite: true };
  const { done } = await bound({ writer: "person", looks: ["refused"], binding });
  expect(done).toEqual(["look"]);
});
