/** The token gets to a new place, or another URL does, only once Druva accepts it there. */
import type { Consumer } from "../../../../provider/bindings/consumer";
import { ProviderError } from "../../../../provider/framework/diagnostics";
import {
  commandConsumer,
  listing,
  SCIM_URL,
  type TokenDeployment,
  useDeployments,
} from "./token-deployment";

const { adopted, fresh } = useDeployments();

const one = commandConsumer("one");
const two = commandConsumer("two");
const entra: Consumer = { kind: "entra", id: "aa" };

/** How often Druva was asked about the token by the apply alone, and what came of it. */
async function applying(acme: TokenDeployment) {
  const plan = await acme.plan();
  const before = acme.druva.asked.length;
  const code = await acme.applyPlan(plan).then(
    () => "applied",
    (error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      return error.diagnostics[0]?.code;
    },
  );
  const asked = acme.druva.asked.slice(before).map(({ url }) => url);
  return { code, asked };
}

const VERDICTS = ["rejected", "refused", "unreachable"] as const;

describe("a new consumer", () => {
  test("is added once Druva has accepted the token in that apply", async () => {
    const acme = await adopted({ consumers: listing(one) });
    acme.configure({ consumers: listing(one, two) });
    expect(await applying(acme)).toEqual({ code: "applied", asked: [SCIM_URL] });
    expect(acme.token.consumers).toBe(listing(one, two));
  });

  test.each(VERDICTS)("is refused while the token is %s, and the state stays", async (verdict) => {
    const acme = await adopted({ consumers: listing(one) });
    acme.configure({ consumers: listing(one, two) });
    const plan = await acme.plan(); // saved; what Druva says then is another matter
    acme.druva.answers = () => verdict;
    await expect(acme.applyPlan(plan)).rejects.toMatchObject({
      diagnostics: [{ code: "token-not-proven" }],
    });
    expect(acme.token.consumers).toBe(listing(one));
  });

  test.each<[string, Partial<Consumer>, Partial<Consumer>]>([
    ["another writer", {}, { through: "azuread" }],
    ["another Tenant URL", {}, { tenantUrl: `${SCIM_URL}?flag` }],
    ["no Tenant URL any more", { tenantUrl: `${SCIM_URL}?flag` }, {}],
  ])("is one with %s, too", async (_, before, after) => {
    const acme = await adopted();
    acme.configure({ consumers: listing({ ...entra, ...before }) });
    await acme.apply();
    acme.configure({ consumers: listing({ ...entra, ...after }) });
    expect((await applying(acme)).asked).toEqual([SCIM_URL]);
  });

  test.each<[string, Partial<Consumer>]>([
    ["another name", { name: "Druva" }],
    ["a reason why nobody can test it", { untestable: "no permission" }],
    ["its default writer by name", { through: "druva" }],
  ])("is not one that gets %s: Druva is not asked", async (_, set) => {
    const acme = await adopted();
    acme.configure({ consumers: listing(entra) });
    await acme.apply();
    acme.configure({ consumers: listing({ ...entra, ...set }) });
    expect(await applying(acme)).toEqual({ code: "applied", asked: [] });
  });
});

test("a consumer that is released asks nobody", async () => {
  const acme = await adopted({ consumers: listing(one, two) });
  acme.configure({ consumers: listing(one), released: ["command/two"] });
  expect(await applying(acme)).toEqual({ code: "applied", asked: [] });
});

describe("another SCIM URL", () => {
  const gov = "https://gov.druva.test/insync/scim";

  test("is passed on once Druva has accepted the token there", async () => {
    const acme = await adopted({ consumers: listing(one) });
    acme.scimUrl = gov;
    acme.druva.url = gov;
    expect(await applying(acme)).toEqual({ code: "applied", asked: [gov] });
    expect(acme.token.scim_url).toBe(gov);
  });

  test.each(VERDICTS)("where the token is %s is refused, and the state stays", async (verdict) => {
    const acme = await adopted({ consumers: listing(one) });
    acme.scimUrl = gov;
    const { answers } = acme.druva;
    acme.druva.answers = () => verdict;
    expect(await applying(acme)).toEqual({ code: "token-not-proven", asked: [gov] });
    expect(acme.token.scim_url).toBe(SCIM_URL);
    // Set back, nothing is left to do.
    acme.druva.answers = answers;
    acme.scimUrl = SCIM_URL;
    expect(await acme.plan()).toMatchObject({ changes: false, warnings: [] });
  });
});

test("while a tenant is only observed there is no token to ask about", async () => {
  const acme = await fresh();
  acme.configure({ begin: "observe" });
  await acme.apply();
  acme.configure({ consumers: listing(one) });
  expect(await applying(acme)).toEqual({ code: "applied", asked: [] });
});
