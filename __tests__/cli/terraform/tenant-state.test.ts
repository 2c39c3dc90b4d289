import { inspect } from "node:util";
import { z } from "zod";

import { shownResource, tenantState } from "../../../cli/terraform/tenant-state";
import shown from "./data/state.json";

/** As Terraform shows it after the sandbox's tenant was adopted. */
const resources = z.array(shownResource).parse(shown.values.root_module.resources);
const state = tenantState("acme", resources);

test("the token's state is read with its dates", () => {
  expect(state?.token).toMatchObject({
    generation: 1,
    fingerprint: "b9b7e25d15b1",
    pastFingerprints: [],
    issuedAt: new Date("2026-11-24T00:00:00Z"),
    expiresAt: new Date("2027-11-24T00:00:00Z"),
    status: "valid",
    answer: "accepted",
  });
});

test("every consumer has its binding, by kind and id", () => {
  const keys = state?.token.consumers.map(({ kind, id }) => `${kind}/${id}`);
  expect(keys).toHaveLength(5);
  expect([...(state?.bindings.keys() ?? [])].sort()).toEqual(keys?.sort());
});

test("an app that a person enters is waited for", () => {
  expect(state?.bindings.get("okta/0oaDruvaPerson")).toMatchObject({
    byPerson: true,
    status: "waiting",
    verifiedAt: null,
  });
});

test("the token is there for who needs it, and in nothing that is printed", () => {
  expect(state?.token.secret?.reveal()).toBe("the-living-token");
  for (const text of [
    JSON.stringify(state),
    inspect(state, { depth: 9 }),
    `${String(state?.token.secret)}`,
  ]) {
    expect(text).not.toContain("the-living-token");
  }
});

test("a state without the tenant's token is none", () => {
  expect(tenantState("acme", [])).toBeNull();
  expect(tenantState("another", resources)).toBeNull();
});
