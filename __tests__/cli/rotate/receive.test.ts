import { watchOldToken } from "../../../cli/rotate/old-token";
import { receive } from "../../../cli/rotate/receive";
import { Secret } from "../../../cli/terminal/secret";
import { fingerprint } from "../../../provider/rotation/fingerprint";
import type { Probe } from "../../../provider/rotation/probe";
import { FakeClock } from "../../provider/rotation/fake-druva";
import { surroundings } from "../surroundings";

const OLD = "old-token-of-acme";
const NEW = "a-token-that-works";

/** Druva's answers about the old token: to the first question, then to those that follow. */
async function facing(first: Probe["verdict"], ...later: Probe["verdict"][]) {
  return receiving(new Secret(OLD), first, ...later);
}

async function receiving(
  known: Secret | null,
  first: Probe["verdict"],
  ...later: Probe["verdict"][]
) {
  const clock = new FakeClock("2027-01-02T10:00:00Z");
  const probe = (verdict: Probe["verdict"]): Probe => ({
    verdict,
    message: "words",
    at: clock.now(),
  });
  const left = [...later];
  let watched = () => {};
  const isWatched = new Promise<void>((resolve) => (watched = resolve));
  const aboutOld = async () => {
    if (left.length <= 1) watched();
    return probe(left.shift() ?? "rejected");
  };
  const old = watchOldToken(aboutOld, probe(first), 0);
  const around = surroundings({});
  const scim = {
    url: "https://druva.example/scim",
    probe: async (token: string) => probe(token === NEW ? "accepted" : "rejected"),
  };
  const source = {
    canAskAgain: false,
    async ask() {
      await isWatched; // a person takes longer
      return NEW;
    },
    askForItsDay: async () => null,
  };
  const prior = {
    token: {
      secret: known,
      fingerprint: known && fingerprint(OLD),
      pastFingerprints: [],
    },
  };
  try {
    const { terminal, signal } = around;
    const journey = { tenant: { name: "acme" }, clients: { scim, clock }, terminal, signal, old };
    await receive(journey, source, prior);
  } finally {
    await old.stop();
  }
  return around.errors();
}

test("a token that ended one which was seen alive is the tenant's", async () => {
  expect(await facing("accepted", "rejected")).toMatch(
    /works, and is acme's: it ended the old one/,
  );
  expect(await facing("unreachable", "accepted", "rejected")).toMatch(/and is acme's/);
});

test("an old token that could not be asked first and is dead then proves no tenant", async () => {
  const said = await facing("unreachable", "rejected");
  expect(said).toMatch(/^Tenant not proven: /);
  expect(said).not.toContain("is acme's");
});

test("of a first token nothing is said of an old one: only that it works", async () => {
  expect(await receiving(null, "unreachable")).toBe(`The token ${fingerprint(NEW)} works.\n`);
});
