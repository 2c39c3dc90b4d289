/** What resources need of the unknown value; the value itself belongs to the protocol. */
import { Unknown, isUnknown, unknown } from "../protocol/unknown";

export { Unknown, isUnknown, unknown };

/** Narrows away the unknown: `known(config.tenant)` is undefined where it is not known yet. */
export function known<T>(value: T): Exclude<T, Unknown> | undefined {
  return isUnknown(value) ? undefined : (value as Exclude<T, Unknown>);
}

/** The paths of all that is unknown in a value: "policy.mode". */
export function unknownPlaces(value: unknown, path = ""): readonly string[] {
  if (isUnknown(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    unknownPlaces(each, path === "" ? key : `${path}.${key}`),
  );
}
