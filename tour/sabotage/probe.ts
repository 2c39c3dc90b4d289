/** Without the rule "ask Druva": every token is taken for a living one. */
import type { probe as theRule } from "../../provider/clients/probe";

export const probe: typeof theRule = async (_token, { clock }) => ({
  verdict: "accepted",
  message: "not asked",
  at: clock.now(),
});
