import { verdictOf } from "../../../provider/rotation/probe";

const answer = (verdict: "accepted" | "rejected" | "refused" | "unreachable") => ({
  verdict,
  message: "words",
  at: new Date(0),
});

test("200 and 401 are verdicts, whatever was known before", () => {
  expect(verdictOf(answer("accepted"), "rejected")).toBe("accepted");
  expect(verdictOf(answer("rejected"), "accepted")).toBe("rejected");
});

test("no other answer tells whether a token lives", () => {
  expect(verdictOf(answer("refused"), "accepted")).toBe("none");
  expect(verdictOf(answer("unreachable"), "accepted")).toBe("none");
});

test("a rejection is not forgotten over an answer that says nothing", () => {
  expect(verdictOf(answer("unreachable"), "rejected")).toBe("rejected");
});
