/**
 * What may be repeated of a text that somebody wrote. A secret may have been pasted into the wrong
 * place, and messages end up in logs: only what is nearly an allowed text is shown.
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

/** The text itself where it is nearly an allowed one, else its length. */
export function shownText(text: string, allowed: readonly string[] = []): string {
  if (meant(text, allowed) !== undefined) return JSON.stringify(text);
  return `a text of ${text.length} characters`;
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
