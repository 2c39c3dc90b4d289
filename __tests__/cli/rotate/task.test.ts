import { introduction } from "../../../cli/rotate/instructions";
import { taskOf } from "../../../cli/rotate/task";
import { EXIT } from "../../../cli/terminal/exit-codes";
import { anOutlook, aToken } from "../an-outlook";
import { recordedOutlook, recordedSituations } from "../recorded-plan";

const kindOf = (situation: string, verdict: "accepted" | "rejected" = "accepted") => {
  const task = taskOf(recordedOutlook(situation), { verdict });
  return task.kind === "hand over" ? `${task.kind}: ${task.wanted}` : task.kind;
};

test.each([
  ["rotate", "hand over: new"],
  ["adopt", "hand over: in use"],
  ["automatic", "issue"],
  ["heal", "finish"],
  ["after-a-failed-deploy", "finish"],
  ["waiting", "wait"],
  ["confirmed", "finish"],
  ["nothing", "nothing"],
  ["vanished", "refuse"],
])("the plan %s is the task %s", (situation, task) => {
  expect(kindOf(situation)).toBe(task);
});

test("a token that is due, and that nobody asked to replace, is no success: it says what to ask for", () => {
  const task = taskOf(recordedOutlook("nothing", 20), { verdict: "accepted" });
  expect(task).toMatchObject({
    kind: "refuse",
    exitCode: EXIT.due,
    todo: expect.stringContaining("druva-scim request"),
  });
});

test("a token that Druva rejects is replaced by the one that somebody has generated, not by another", () => {
  expect(kindOf("rejected", "rejected")).toBe("hand over: latest");
  expect(kindOf("rotate", "rejected")).toBe("hand over: latest");
});

test("a refusal says what is in the way and what to do", () => {
  for (const situation of recordedSituations()) {
    const task = taskOf(recordedOutlook(situation), { verdict: "accepted" });
    if (task.kind === "refuse") expect([task.why, task.todo]).not.toContain("");
  }
});

test("a plan that would take a binding's credentials away is never carried out by a rotation", () => {
  const plan = recordedOutlook("rotate");
  const [first, ...others] = plan.bindings;
  if (first === undefined) throw new Error("the recorded plan has no binding");
  const harmful = { ...plan, bindings: [{ ...first, action: "remove" as const }, ...others] };
  expect(taskOf(harmful, { verdict: "accepted" })).toMatchObject({
    kind: "refuse",
    why: expect.stringContaining(first.name),
  });
});

test("a token that is only watched is not said to be in place", () => {
  const outlook = anOutlook({ token: aToken({ generation: 0, status: "observed" }) });
  const said = introduction(outlook, { kind: "nothing" });
  expect(said).toContain('set begin to "adopt"');
  expect(said).not.toContain("in place");
});
