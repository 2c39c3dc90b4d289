/** Without the rule "ask Druva first": every token may be written, wherever the URL leads. */
import type { whyNotToWrite as theRule } from "../../provider/bindings/ask-first";

export const whyNotToWrite: typeof theRule = async () => undefined;
