import { wireDiagnostic } from "../../../provider/framework/wire-diagnostic";

const due = { severity: "warning", summary: "The token is due", detail: "" } as const;

test("a code ends the summary", () => {
  expect(wireDiagnostic({ ...due, code: "token-due" }, {}).summary).toBe(
    "The token is due [token-due]",
  );
});

test("a summary without a code stays as it is", () => {
  expect(wireDiagnostic(due, {}).summary).toBe("The token is due");
});
