/** Without the rule "heal once": where the vendor can test what it has saved, nothing is written again. */
import { testBinding } from "../../provider/rotation/connection-test";
import type { testOrHealOnce as theRule } from "../../provider/rotation/heal";

export const testOrHealOnce: typeof theRule = async (place, token, signal) => {
  if (token !== null && place.provenBy === "write") await place.write(token, signal);
  return testBinding(place, signal);
};
