/** Edits of druva-scim.yaml as a person would make them: comments, order and layout stay. */
import { applyPatch, structuredPatch } from "diff";
import { type Document, isMap, isScalar, parseDocument } from "yaml";

const LAYOUT = { lineWidth: 0, flowCollectionPadding: false };

/** Everything but the edit stays as it was written, also where `yaml` would lay it out differently. */
export function edited(text: string, edit: (config: Document) => void): string {
  const laidOut = parseDocument(text).toString(LAYOUT);
  const config = parseDocument(text);
  edit(config);
  const wanted = config.toString(LAYOUT);
  const patch = structuredPatch("config", "config", laidOut, wanted, "", "", { context: 1 });
  const patched = applyPatch(text, patch, { fuzzFactor: 1 });
  return patched !== false && isSame(patched, wanted) ? patched : wanted;
}

/**
 * Sets the keys of a map one by one, so that what stands beside them stays. A new map is put behind
 * the last of the keys `behind` that is there.
 */
export function setMap(
  config: Document,
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
  behind: readonly string[],
): void {
  if (isMap(config.getIn(path, true))) {
    for (const [key, value] of Object.entries(values)) config.setIn([...path, key], value);
    return;
  }
  config.deleteIn(path); // null, or another kind
  setValue(config, path, values, behind);
}

/** Sets a key; one that is new is put behind the last of the keys `behind` that is there. */
export function setValue(
  config: Document,
  path: readonly string[],
  value: unknown,
  behind: readonly string[],
): void {
  if (config.hasIn(path)) {
    config.setIn(path, value);
    return;
  }
  const parent = config.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) throw new Error(`${path.slice(0, -1).join(".")} is no map`);
  const place = parent.items.findLastIndex(
    ({ key }) => isScalar(key) && behind.includes(String(key.value)),
  );
  parent.items.splice(
    place < 0 ? parent.items.length : place + 1,
    0,
    config.createPair(path.at(-1), value),
  );
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [parseDocument(one), parseDocument(other)];
  return (
    first.errors.length === 0 && JSON.stringify(first.toJS()) === JSON.stringify(second.toJS())
  );
}
