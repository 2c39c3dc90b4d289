import { inspect } from "node:util";
import { SynthError } from "../../constructs/synth-error";

test("what Node.js prints of a mistake in an app is its sentences, without a stack or fields", () => {
  const fault = { path: ["tenant"], code: "missing", found: "missing", expected: "a name" };
  const error = SynthError.of("stack/token", [fault, { ...fault, path: ["begin"] }]);
  expect(error.faults).toHaveLength(2);
  expect(inspect(error)).toBe(`[SynthError: ${error.message}]`);
  expect(inspect(new SynthError("stack", "found", "todo"))).toBe(
    "[SynthError: stack: found. todo]",
  );
});
