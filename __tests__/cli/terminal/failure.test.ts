import { z } from "zod";

import { CliError } from "../../../cli/terminal/cli-error";
import { wordsFor } from "../../../cli/terminal/failure";
import { tenantState } from "../../../cli/terraform/tenant-state";

test("an error of ours is told with what to do next, and has its exit code", () => {
  const error = new CliError("There is no state.", { exitCode: 64, todo: "Deploy first." });
  expect(wordsFor(error)).toEqual({ text: "There is no state.\nDeploy first.", exitCode: 64 });
});

test("no stack trace is printed, whatever the error", () => {
  const nested = new Error("outer", { cause: new Error("inner") });
  for (const error of [nested, new TypeError("x is not a function"), "a text", undefined]) {
    expect(wordsFor(error).text).not.toMatch(/\n\s+at /);
    expect(wordsFor(error).exitCode).toBe(1);
  }
});

test("a state in another form is told by its attribute, and no value is shown", () => {
  const resource = {
    address: "druva_scim_token.one",
    mode: "managed",
    type: "druva_scim_token",
    values: { tenant: "acme", begin: "adopt", generation: "the-living-token" },
  };
  let thrown: unknown;
  try {
    tenantState("acme", [resource]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(z.ZodError);
  const { text } = wordsFor(thrown);
  expect(text).toMatch(/does not have the form[^]*generation/);
  expect(text).not.toContain("the-living-token");
});
