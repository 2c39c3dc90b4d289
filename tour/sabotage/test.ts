/** Without the rule "a binding counts only once it has been tested": whatever was done counts. */
import type { lookAt as theRule } from "../../provider/bindings/look-at-place";

export const lookAt: typeof theRule = async () => ({ found: "worked", evidence: "not asked" });
