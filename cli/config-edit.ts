/** Edits of druva-scim.yaml as a person would make them: comments, order and layout stay. */
import { applyPatch, structuredPatch } from "diff";
import { type Document, isMap, parseDocument } from "yaml";

/** Everything but the edit stays as it was written, also where `yaml` would lay it out differently. */
export function edited(text: string, edit: (config: Document) => void): string {
  const laidOut = parseDocument(text).toString(LAYOUT);
  const config = parseDocument(text);
  edit(config);
  const wanted = config.toString(LAYOUT);
  const patch = structuredPatch("config", "config", laidOut, wanted, "", "", { context: 1 });
  const patched = applyPatch(text, patch, { fuzzFactor: 1 });
  return patched !== false && sameContent(patched, wanted) ? patched : wanted;
}

const LAYOUT = { lineWidth: 0 };

/** Sets keys one by one, so that what stands beside them stays; new ones go to the end. */
export function setKeys(
  config: Document,
  path: readonly string[],
  values: Readonly<Record<string, unknown>>,
): void {
  const before = config.getIn(path, true);
  if (!isMap(before)) {
    config.setIn(path, config.createNode(values));
    return;
  }
  for (const [key, value] of Object.entries(values)) config.setIn([...path, key], value);
}

function sameContent(one: string, other: string): boolean {
  const [first, second] = [parseDocument(one), parseDocument(other)];
  return (
    first.errors.length === 0 && JSON.stringify(first.toJS()) === JSON.stringify(second.toJS())
  );
}
