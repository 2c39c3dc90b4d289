/** Without the rule "heal once": a test that fails has failed, and nothing is written. */
import { testBinding } from "../../provider/rotation/connection-test";
import type { testOrHealOnce as theRule } from "../../provider/rotation/heal";

export const testOrHealOnce: typeof theRule = (place, _token, signal) => testBinding(place, signal);
