/** Without the rule "write once more": what another resource has written is only looked at. */
import type { bind as theRule } from "../../provider/bindings/bind";
import { lookAt } from "../../provider/bindings/look-at-place";

export const bind: typeof theRule = async (place, { token }, _clients, signal) => {
  if (token !== null && place.writer === "us") await place.write(token, signal);
  return lookAt(place, signal);
};
