/** Keeps the token out of what is stored and shown: a vendor may quote what it was answered. */
import { fingerprint } from "../rotation/fingerprint";
import type { Look } from "./place";

/** Tokens are hidden by their fingerprint: at Read the token itself is not known. */
export function withoutToken<L extends Look>(look: L, hidden: string | null): L {
  const hide = (text: string) =>
    text
      .replaceAll(/\bBearer\s+[^\s"'<>]+/gi, "Bearer …")
      .replaceAll(/[^\s"'`<>()[\]{},;:]{8,}/g, (word) =>
        hidden !== null && fingerprint(word.replace(/[.!?]+$/, "")) === hidden ? "…" : word,
      );
  return {
    ...look,
    evidence: hide(look.evidence),
    ...(look.notes && { notes: look.notes.map(hide) }),
  };
}
