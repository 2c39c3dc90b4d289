/** Without the rule "ask Druva": every token counts as working. */
import type { probe as theRule } from "../../provider/clients/probe";

export const probe: typeof theRule = async (_token, { clock }) => ({
  verdict: "accepted",
  message: "not asked",
  at: clock.now(),
});
