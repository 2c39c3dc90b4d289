/** What a plan says of the token that is handed over, for the rotation that it plans. */
import type { Consumer } from "../../../../provider/bindings/consumer";
import { fingerprint } from "../../../../provider/rotation/fingerprint";
import { listing, request, type TokenDeployment, useDeployments } from "./token-deployment";

const { adopted, fresh } = useDeployments();

const TAKEN = "The apply takes the token from DRUVA_SCIM_TOKEN_ACME";
const STEPS = "Set DRUVA_SCIM_TOKEN_ACME to the new token";
const aPerson: Consumer = {
  kind: "okta",
  id: "0oaDruvaPerson",
  name: "Druva 2.0",
  through: "person",
};

/** Generation 2 is asked for. */
async function rotating(): Promise<TokenDeployment> {
  const acme = await adopted();
  acme.configure({ rotation_request: request(2) });
  return acme;
}

test("one that Druva accepts is named by its fingerprint, and nobody is told to set the variable", async () => {
  const acme = await rotating();
  acme.handOver(acme.druva.generate());
  const said = (await acme.plan()).warnings.join();
  expect(said).toContain(`${TAKEN}, which holds ${fingerprint("token-2")}: Druva accepts it.`);
  expect(said).not.toContain("Set DRUVA_SCIM_TOKEN_ACME");
});

describe("what the apply will refuse is never said to be taken, and the steps stay, with", () => {
  test.each([
    ["the present token", "token-1"],
    ["what can be no token", "Bearer token-2"],
    ["a token that Druva rejects", "left-over"],
  ])("%s", async (_what, value) => {
    const acme = await rotating();
    acme.handOver(value);
    const said = (await acme.plan()).warnings.join();
    expect(said).toContain(STEPS);
    expect(said).not.toContain(TAKEN);
  });

  test("a token of another tenant's, which Druva accepts beside the present one", async () => {
    const acme = await rotating();
    acme.handOver("of-emea");
    acme.druva.answers = () => "accepted";
    const said = (await acme.plan()).warnings.join();
    expect(said).toContain(STEPS);
    expect(said).not.toContain(TAKEN);
  });

  test("a token that was replaced before, whatever Druva says of it", async () => {
    const acme = await rotating();
    acme.handOver(acme.druva.generate());
    await acme.apply();
    acme.configure({ rotation_request: request(3) });
    acme.handOver("token-1");
    acme.druva.answers = (token) => (token === "token-1" ? "accepted" : "rejected");
    const said = (await acme.plan()).warnings.join();
    expect(said).toContain("that token was replaced before");
    expect(said).toContain(STEPS);
    expect(said).not.toContain(TAKEN);
  });

  test("a rejected token that is handed over for a tenant observed so far", async () => {
    const acme = await fresh();
    acme.configure({ begin: "observe" });
    await acme.apply();
    acme.configure({ begin: "adopt", rotation_request: request(1) });
    acme.handOver("left-over");
    const said = (await acme.plan()).warnings.join();
    expect(said).toContain(STEPS);
    expect(said).not.toContain(TAKEN);
  });
});

describe("what Druva gave no verdict on may be accepted by the apply:", () => {
  const perhaps = (token: string) =>
    `${TAKEN}, which holds ${fingerprint(token)}, if Druva accepts it.`;

  test("nobody is told to generate another while Druva cannot be asked", async () => {
    const acme = await rotating();
    const made = acme.druva.generate();
    acme.handOver(made);
    acme.druva.answers = (token) => (token === made ? "unreachable" : undefined);
    const said = (await acme.plan()).warnings.join();
    expect(said).toContain(perhaps(made));
    expect(said).not.toContain(STEPS);
  });

  test("a verdict on one token is none on another that is set after it, as for a saved plan", async () => {
    const acme = await rotating();
    acme.handOver("left-over");
    await expect(acme.apply()).rejects.toThrow("Druva rejects the new token");
    acme.handOver(acme.druva.generate());
    expect((await acme.apply({ refresh: false }))[0]).toContain(perhaps("token-2"));
  });

  test("a token that is not there yet has not been looked at", async () => {
    const acme = await fresh();
    acme.handOver(acme.druva.generate());
    expect((await acme.plan()).warnings[0]).toContain(perhaps("token-1"));
  });
});

describe("what a person enters by hand", () => {
  const step = "1. Okta app Druva 2.0 (0oaDruvaPerson): Applications > the app";

  test("is still told where the new token is handed over already", async () => {
    const acme = await rotating();
    acme.configure({ consumers: listing(aPerson) });
    acme.handOver(acme.druva.generate());
    const said = (await acme.plan()).warnings.find((each) => each.includes(TAKEN));
    expect(said).toContain(step);
  });

  test("is not told where the token in use is adopted, which the app has", async () => {
    const acme = await fresh();
    acme.configure({ consumers: listing(aPerson) });
    acme.handOver(acme.druva.generate());
    const [said] = (await acme.plan()).warnings;
    expect(said).toContain(TAKEN);
    expect(said).not.toContain(step);
  });
});
