/**
 * What may be repeated of a text that somebody wrote. A secret may have been pasted into the wrong
 * place, messages end up in logs, and no shape tells a secret from other words: so only what is
 * nearly what its place takes is shown.
 */
import { closest, distance } from "fastest-levenshtein";

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

/** Whether it is a key as people write them: "tenantUrl", "tenant_url". A generated secret is not. */
export function isWords(key: string): boolean {
  return key.length <= 24 && /^[a-z]+([A-Z][a-z]+|[_-][a-z]+)*$/.test(key);
}

/** Whether it may be a generated secret: long, of letters and digits, not an address. */
export function mayBeToken(text: string): boolean {
  return /^(?=.*[a-z])(?=.*\d)[^\s/]{20,}$/i.test(text);
}

/** What a place takes that has no list of allowed texts. */
export type ExpectedForm = keyof typeof LIKE;

const LIKE = {
  /** An object id that lost a digit. A secret of that shape would pass for one anyway. */
  guid: /^(?=.{24,40}$)[0-9a-f]{6,10}(-[0-9a-f]{3,5}){3}-[0-9a-f]{6,14}$/i,
  /** A day in another order, or with a time. */
  date: /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}([T ]\d\d(:\d\d){1,2}(\.\d{1,3})?(Z|[+-]\d\d:\d\d)?)?$/,
  number: /^-?\d{1,4}(\.\d{1,2})?$/,
  boolean: /^(true|false|yes|no|on|off)$/i,
  oktaAppId: /^[0o]{2}a[\w. ]{0,17}$/i,
} as const;

/** The text itself where it may be repeated, else its length. */
export function shownText(
  text: string,
  place: { readonly allowed?: readonly string[]; readonly wanted?: ExpectedForm | undefined },
): string {
  const { allowed = [], wanted } = place;
  if (text.trim() === "") return "an empty text";
  const isShown =
    meant(text, allowed) !== undefined || (wanted !== undefined && LIKE[wanted].test(text));
  return isShown
    ? JSON.stringify(text)
    : `a text of ${text.length} character${text.length === 1 ? "" : "s"}`;
}
