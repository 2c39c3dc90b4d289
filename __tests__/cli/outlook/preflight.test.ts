import { join } from "node:path";
import { type TokenInState, runPreflight } from "../../../cli/outlook/preflight";
import { preflightText } from "../../../cli/show/preflight-text";
import { Secret } from "../../../cli/terminal/secret";
import { openWorkspace, selectTenant } from "../../../cli/workspace/workspace";
import type { ConsumerKey } from "../../../provider/bindings/consumer";
import { fingerprint } from "../../../provider/rotation/fingerprint";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { PACKAGE_ROOT } from "../../../tour/workplace";

const HOLDERS: readonly ConsumerKey[] = [
  "entra/00000000-0000-0000-0000-0000000000aa",
  "entra/00000000-0000-0000-0000-0000000000ab",
  "okta/0oaDruvaApi",
  "command/other-idp",
];

let sandbox: Sandbox;
let living: TokenInState;
beforeAll(async () => {
  sandbox = await startSandbox();
  const token = await sandbox.control.generateToken();
  const holders = new Set(HOLDERS);
  living = { secret: new Secret(token), fingerprint: fingerprint(token), holders };
  for (const holder of HOLDERS) await sandbox.control.hold(holder, token);
});
afterEach(async () => {
  await sandbox.control.faults.clear();
});
afterAll(async () => {
  await sandbox.stop();
});

async function run(token: TokenInState | null, environment: NodeJS.ProcessEnv = {}) {
  const configFile = join(PACKAGE_ROOT, "druva-scim.yaml");
  const workspace = openWorkspace({
    configFile,
    environment: { ...sandbox.environment, ...environment },
  });
  const tenant = selectTenant(workspace);
  return runPreflight(tenant, token, new AbortController().signal);
}

function readinessIn({ consumers }: Awaited<ReturnType<typeof run>>, key: string) {
  return consumers.find((each) => each.key === key)?.readiness;
}

const writes = async () => {
  const all = await sandbox.control.journal.list();
  return all.filter(({ method, url }) => method === "PUT" || url.endsWith("/connections/default"));
};

test("with the living token all that can be tried is ready, and what is saved was saved once more", async () => {
  await sandbox.control.journal.clear();
  const found = await run(living);
  for (const key of HOLDERS) expect([key, readinessIn(found, key)]).toEqual([key, "ready"]);
  expect(readinessIn(found, "okta/0oaDruvaPerson")).toBe("ready"); // a person enters it
  expect((await writes()).some(({ method }) => method === "PUT")).toBe(true);
  expect(found.byHand).toEqual([expect.stringContaining("Druva 2.0")]);
});

test("without a living token nothing is written, and nothing is called ready that was not written", async () => {
  await sandbox.control.journal.clear();
  const found = await run(null);
  expect(found.readiness).toBe("not proven");
  for (const key of HOLDERS) expect([key, readinessIn(found, key)]).toEqual([key, "not proven"]);
  expect((await writes()).filter(({ method }) => method !== "GET")).toEqual([]);
});

test("what does not hold the token by the state is not written: it may hold something else", async () => {
  const [first = "command/none", ...others] = HOLDERS;
  await sandbox.control.journal.clear();
  const found = await run({ ...living, holders: new Set(others) });
  expect(readinessIn(found, first)).toBe("not proven");
  const [, id = ""] = first.split("/");
  const written = (await writes()).filter(
    ({ method, url }) => method === "PUT" && url.includes(id),
  );
  expect(written).toEqual([]);
});

test("what is not proven says why", async () => {
  const { consumers } = await run({ secret: null, fingerprint: null, holders: new Set() });
  const notProven = consumers.filter(({ readiness }) => readiness === "not proven");
  expect(notProven.map(({ why }) => why)).not.toContain(null);
});

test("all that is not ready is listed together, with what to do", async () => {
  for (const id of ["aa", "ab"]) {
    await sandbox.control.faults.add({
      host: "entra",
      method: "GET",
      path: `/v1.0/servicePrincipals/*${id}/synchronization/jobs`,
      status: 403,
    });
  }
  const found = await run(living);
  expect(found.readiness).toBe("not ready");
  const [aa, ab] = [
    "entra/00000000-0000-0000-0000-0000000000aa",
    "entra/00000000-0000-0000-0000-0000000000ab",
  ];
  expect([readinessIn(found, aa ?? ""), readinessIn(found, ab ?? "")]).toEqual([
    "not ready",
    "not ready",
  ]);
  const errors = found.findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ consumer }) => consumer).sort()).toEqual([aa, ab]);
  for (const { todo } of errors) expect(todo).not.toBe("");
});

test("a missing command of a command binding is found before it is needed", async () => {
  const found = await run(living, { PATH: "/nowhere" });
  expect(readinessIn(found, "command/other-idp")).toBe("not ready");
});

test("an identity that Entra refuses is told in Entra's words, without its secret", async () => {
  const found = await run(living, { ARM_CLIENT_SECRET: "expired" });
  expect(readinessIn(found, "entra/00000000-0000-0000-0000-0000000000aa")).toBe("not ready");
  expect(JSON.stringify(found)).toMatch(/signing in to Entra tenant .*: Entra answered 40/);
  expect(JSON.stringify(found)).not.toContain("expired");
});

test.each([
  ["ready", /^Everything is ready/m],
  ["not proven", /was not proven/],
  ["not ready", /^Do not generate a token yet/m],
] as const)("%s is said at the end, and only that", (readiness, words) => {
  const text = preflightText(
    {
      tenant: "acme",
      readiness,
      consumers: [{ key: "okta/0oaOne", name: "One", readiness, why: null }],
      findings: [],
      byHand: [],
    },
    { paint: (_style, painted) => painted },
  );
  expect(text.split("\n").at(-1)).toMatch(words);
  expect(text.includes("Everything is ready")).toBe(readiness === "ready");
});
