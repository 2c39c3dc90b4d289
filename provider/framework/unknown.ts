/** What resources need of the unknown value; the value itself belongs to the protocol. */
import { Unknown, isUnknown, unknown } from "../protocol/unknown";

export { Unknown, isUnknown, unknown };

/** Narrows away the unknown: `known(config.tenant)` is undefined where it is not known yet. */
export function known<T>(value: T): Exclude<T, Unknown> | undefined {
  return isUnknown(value) ? undefined : (value as Exclude<T, Unknown>);
}
