import { canDoWithoutRefresh } from "../../../cli/rotate/deploy";
import { anOutlook } from "../an-outlook";

const planned = (cause: "requested" | "rejected" | "due", ends = true) => {
  const { token } = anOutlook();
  return { token: { ...token, plan: { ...token.plan, cause, ends } }, others: [] };
};

test("the apply of a requested rotation asks nothing again before it writes: the preflight has just asked", () => {
  expect(canDoWithoutRefresh(planned("requested"))).toBe(true);
});

test("what only a refresh finds is refreshed: a rejected token, a due one, other resources that change", () => {
  expect(canDoWithoutRefresh(planned("rejected", false))).toBe(false);
  expect(canDoWithoutRefresh(planned("due"))).toBe(false);
  const others = [{ address: "null_resource.ours", actions: ["update"] }];
  expect(canDoWithoutRefresh({ ...planned("requested"), others })).toBe(false);
});
