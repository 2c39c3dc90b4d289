/**
 * The day of the rotation under real Terraform, from request to the last binding: stories on one
 * tenant, one after the other.
 */
import { z } from "zod";

import { atATerminal, CTRL_C, ENTER } from "../person-at-a-terminal";
import { HOLDERS } from "../../../tour/acme";
import { RepositoryOnSandbox } from "../../../tour/repository-on-sandbox";
import { druvaScim, type Ran } from "../druva-scim";

const PERSONS_APP = "0oaDruvaPerson";
const STEPS = "Paste the token here.";
const WAITS = "this waits up to";

jest.setTimeout(120_000);

let place: RepositoryOnSandbox;
let first: string;

beforeAll(async () => {
  place = await RepositoryOnSandbox.start();
  first = await place.generate();
  await place.enterInOkta(PERSONS_APP, first);
  expect(await place.deploy(first)).toMatchObject({ exitCode: 0 });
  await place.sandbox.control.cycle(`okta/${PERSONS_APP}`);
  expect(await place.deploy()).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await place.stop();
});

const outcome = z.object({
  generation: z.number(),
  fingerprint: z.string(),
  complete: z.boolean(),
  gap: z.object({ atLeast: z.number().nullable(), atMost: z.number().nullable() }),
  bindings: z.array(z.object({ key: z.string(), status: z.string() })),
});
const outcomeIn = ({ out }: Ran) => outcome.parse(JSON.parse(out));

/** A person at the console, once the steps are shown: generates, and enters it in Okta. */
const atTheConsole = (errors: string) =>
  errors.includes(STEPS)
    ? place.generate().then(async (token) => {
        await place.enterInOkta(PERSONS_APP, token);
        return token;
      })
    : undefined;
const holdsNothingButTheLiving = async () => {
  const tokens = await place.sandbox.control.tokens();
  const living = tokens.find(({ alive }) => alive)?.fingerprint;
  const holdings = await place.sandbox.control.holdings();
  return holdings.filter(
    ({ holder, fingerprint }) => HOLDERS.includes(holder) && fingerprint !== living,
  );
};

test("without a request, rotate has nothing to do, says how to ask, and exits 0", async () => {
  const { code, errors } = await druvaScim(place, ["rotate", "--token-stdin"], {
    answer: async () => "",
  });
  expect(code).toBe(0);
  expect(errors).toMatch(/there is nothing to do/);
  expect(errors).toMatch(/druva-scim request/);
});

test("request takes the next generation from state", async () => {
  const { code, out } = await druvaScim(place, [
    "request",
    "--reason",
    "The yearly one",
    "--in-place",
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(/^\+ {6}generation: 2$/m);
});

test("not a terminal and no --token-stdin is wrong usage, and says what to do", async () => {
  const { code, errors } = await druvaScim(place, ["rotate"]);
  expect(code).toBe(64);
  expect(errors).toMatch(/no terminal.*\n.*--token-stdin/);
});

test("a consumer that is not ready stops the rotation while the old token is alive", async () => {
  const { control } = place.sandbox;
  await control.faults.add({
    host: "entra",
    method: "GET",
    path: "/*/servicePrincipals/*ab/synchronization/jobs",
    status: 403,
  });
  try {
    const { code, errors } = await druvaScim(place, ["rotate", "--token-stdin"], {
      answer: async () => "",
    });
    expect(code).toBe(1);
    expect(errors).toMatch(/NOT READY.*Druva Sales/);
    expect(errors).not.toContain(STEPS);
    expect(errors).toMatch(/the present token still works/);
  } finally {
    await control.faults.clear();
  }
});

test("at a terminal a wrong token may be given anew, nothing is echoed, and Ctrl-C changes nothing", async () => {
  const { code, screen } = await atATerminal(
    ["rotate"],
    [
      ["The new token:", `${first}${ENTER}`],
      ["This is the present token", CTRL_C],
    ],
    { cwd: place.folder, environment: place.environment },
  );
  expect(code).toBe(130);
  expect(screen).toMatch(/Stopped by Ctrl-C. Nothing was written, and the present token worked/);
  expect(screen).toMatch(/run druva-scim rotate again/);
  expect(screen).not.toContain(first);
  expect(await holdsNothingButTheLiving()).toEqual([]);
});

test("a binding that fails is told with the way on, and the next run needs no token", async () => {
  const { control } = place.sandbox;
  const failed = await druvaScim(place, ["rotate", "--token-stdin", "--wait", "0"], {
    answer: (errors) =>
      atTheConsole(errors)?.then(async (token) => {
        // Not before: the preflight saves what is saved already, and would meet it.
        await control.faults.add({
          host: "entra",
          method: "PUT",
          path: "/*/servicePrincipals/*ab/synchronization/secrets",
          status: 400,
          count: 1,
        });
        return token;
      }),
  });
  expect(failed.code).toBe(1);
  expect(failed.errors).toMatch(/goes on with the token that is in state, and asks for none/);
  expect(await holdsNothingButTheLiving()).toHaveLength(1);

  const issuedBefore = (await control.tokens()).length;
  const healed = await druvaScim(place, ["rotate", "--token-stdin", "--json", "--wait", "0.5"], {
    answer: async () => "",
    when: [WAITS, () => control.cycle(`okta/${PERSONS_APP}`)],
  });
  expect(healed.code).toBe(0);
  expect(outcomeIn(healed)).toMatchObject({ generation: 2, complete: true });
  expect(await holdsNothingButTheLiving()).toEqual([]);
  expect(await control.tokens()).toHaveLength(issuedBefore);
});

test("the day: looked at, generated, checked, deployed, every binding seen to work, the gap bounded", async () => {
  const { control } = place.sandbox;
  await druvaScim(place, ["request", "--reason", "Again", "--in-place"]);
  const ran = await druvaScim(place, ["rotate", "--token-stdin", "--json", "--wait", "0.5"], {
    answer: atTheConsole,
    when: [WAITS, () => control.cycle(`okta/${PERSONS_APP}`)],
  });
  const { errors, code } = ran;
  expect(code).toBe(0);
  const { generation, complete, gap, bindings, fingerprint } = outcomeIn(ran);
  const living = (await control.tokens()).find(({ alive }) => alive);
  expect({ generation, complete, fingerprint }).toEqual({
    generation: 3,
    complete: true,
    fingerprint: living?.fingerprint,
  });
  expect(bindings.map(({ status }) => status)).toEqual(Array(6).fill("tested"));
  expect(gap.atMost).toBeGreaterThanOrEqual(gap.atLeast ?? 0);
  expect(errors.indexOf("Everything is ready")).toBeLessThan(
    errors.indexOf("in the Druva console of acme"),
  );
  expect(errors).toMatch(/is new and works, and is acme's: it ended the old one/);
  expect(errors).toMatch(/✔ Druva Sales/);
  expect(await holdsNothingButTheLiving()).toEqual([]);
});

test("Ctrl-C while Terraform writes leaves a state that the next run finishes with the same token", async () => {
  const { control } = place.sandbox;
  await druvaScim(place, ["request", "--reason", "Once more", "--in-place"]);
  const stopped = await druvaScim(place, ["rotate", "--token-stdin", "--wait", "0"], {
    answer: atTheConsole,
    interruptAt: "The token is in place",
  });
  expect(stopped.code).toBe(130);
  expect(stopped.errors).toMatch(
    /Stopped by Ctrl-C. Terraform was stopped; its state has generation 4/,
  );
  const issuedBefore = (await control.tokens()).length;
  const finished = await druvaScim(place, ["rotate", "--token-stdin", "--wait", "0", "--json"], {
    answer: async () => "",
  });
  expect(finished.code).toBe(2); // a person is waited for
  expect(outcomeIn(finished).generation).toBe(4);
  expect(await holdsNothingButTheLiving()).toEqual([]);
  expect(await control.tokens()).toHaveLength(issuedBefore);
});

test("status then tells the gap of those that are through, and who is still open", async () => {
  const { out } = await druvaScim(place, ["status", "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    tenants: [{ lastGap: { atLeast: expect.any(Number) }, stillOpen: ["Druva 2.0"] }],
  });
});
