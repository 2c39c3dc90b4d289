/** Without the rule "a binding counts only once it has been tested": whatever was done counts. */
import type { testBinding as theRule } from "../../provider/rotation/connection-test";

export const testBinding: typeof theRule = async () => ({
  verdict: "tested",
  evidence: "not asked",
});
