/**
 * What may be repeated of a text that somebody wrote. A secret may have been pasted into the wrong
 * place, and messages end up in logs: shown is what is nearly an allowed text, and what is made of
 * plain words and short numbers, as no token is.
 */
import { closest, distance } from "fastest-levenshtein";

export type KeyPath = readonly (string | number)[];

/** The allowed text that was probably meant. */
export function meant(text: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const lower = text.toLowerCase();
  const near = closest(
    lower,
    allowed.map((each) => each.toLowerCase()),
  );
  // Never so many that no letter need be the same.
  const most = Math.min(near.length - 1, Math.max(2, Math.floor(near.length / 3)));
  if (distance(lower, near) > most) return undefined;
  return allowed.find((each) => each.toLowerCase() === near);
}

/** The text itself where it may be repeated, else its length. `wanted`: the format of its place. */
export function shownText(
  text: string,
  { allowed = [], wanted }: { readonly allowed?: readonly string[]; readonly wanted?: string } = {},
): string {
  const isShown =
    meant(text, allowed) !== undefined ||
    isPlain(text) ||
    (wanted === "guid" && IS_NEARLY_A_GUID.test(text)) ||
    (wanted === "date" && IS_AN_INSTANT.test(text));
  return isShown ? JSON.stringify(text) : `a text of ${text.length} characters`;
}

/** An object id that lost a digit. A token of that shape would pass for one anyway. */
const IS_NEARLY_A_GUID = /^(?=.{24,40}$)[0-9a-f]{6,10}(-[0-9a-f]{3,5}){3}-[0-9a-f]{6,14}$/i;
const IS_AN_INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d(:\d\d){1,2}(\.\d{1,3})?(Z|[+-]\d\d:\d\d)?$/;

/** A word of at most 12 letters, a number of up to 4 digits, or the like of "1st" and "v2". */
const IS_PLAIN_RUN =
  /^([A-Z]?[a-z]{1,11}|[a-z]{12}|[A-Z]{1,12}|\d{1,4}|(?=.{1,3}$)[A-Za-z]*\d+[a-z]*)$/;

/** "Druva Engineering", "2026-02-30", "http://druva.test/scim". */
function isPlain(text: string): boolean {
  if (text.length > 40 || !/^[\w .,:/-]+$/.test(text) || IS_NEARLY_A_GUID.test(text)) return false;
  const runs = text.split(/[^A-Za-z0-9]+/).filter((run) => run !== "");
  const digits = text.replaceAll(/\D/g, "").length;
  return digits <= 8 && runs.length > 0 && runs.every((run) => IS_PLAIN_RUN.test(run));
}

/**
 * "tenants.acme.bindings.entra[0].id". Of a key that should not be there, only what is like one of
 * `known`, or a plain word, is shown.
 */
export function keyText(path: KeyPath, known?: readonly string[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const isRefused = known !== undefined && index === path.length - 1;
      const isShown = isRefused
        ? /^[a-z][a-z_-]{0,29}$/i.test(part) || meant(part, known) !== undefined
        : /^[a-z_][\w-]{0,39}$/i.test(part);
      const text = isShown ? part : `(a key of ${part.length} characters)`;
      return index === 0 ? text : `.${text}`;
    })
    .join("");
}
