import { unknown } from "../../../provider/framework/unknown";
import { nullResource } from "../../../sandbox/providers/null/null-resource";

const context = { client: null, warn: () => {} };

const plan = (
  prior: { id: string; triggers: Record<string, string> | null } | null,
  triggers: Record<string, string> | null,
) => {
  const config = { id: null, triggers };
  return nullResource.plan({ prior, config, proposed: config, private: null }, context);
};

test("a new null_resource gets its id in apply", () => {
  expect(plan(null, { fingerprint: "a" }).planned).toEqual({
    id: unknown,
    triggers: { fingerprint: "a" },
  });
});

test("a changed trigger makes a new one", () => {
  const { requiresReplace } = plan(
    { id: "1", triggers: { fingerprint: "a" } },
    { fingerprint: "b" },
  );
  expect(requiresReplace).toEqual(["triggers"]);
});

test("with the same triggers nothing happens", () => {
  const prior = { id: "1", triggers: { fingerprint: "a" } };
  expect(plan(prior, { fingerprint: "a" })).toEqual({ planned: prior });
});
