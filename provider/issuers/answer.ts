/** What an issuing command prints: `{"token":"…"}`, and white space around it. */
import { faultOf } from "./token-text";

/** The token, or what is wrong with the answer; that never quotes it, it may be a token. */
export function answerIn(output: string): { readonly token: string } | { readonly fault: string } {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return { fault: whatIsNoJson(output) }; // the parser's own message quotes it
  }
  if (typeof answer !== "object" || answer === null || !("token" in answer)) {
    return { fault: "what it printed has no token" };
  }
  if (typeof answer.token !== "string") return { fault: "its token is not text" };
  const token = answer.token.trim();
  const fault = faultOf(token);
  return fault === undefined ? { token } : { fault: `its token cannot be one: ${fault}` };
}

function whatIsNoJson(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "").length;
  if (lines === 0) return "it printed nothing";
  return lines === 1
    ? "what it printed is not JSON"
    : `the ${lines} lines that it printed are not JSON`;
}
