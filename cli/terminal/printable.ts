/** Names and errors that others wrote, as text that no terminal and no CI runner obeys. */

interface Reader {
  /** It shows the colours that this program sets. */
  readonly hasColor: boolean;
  /** A CI runner, which takes some lines for commands. */
  readonly isReadByRunner: boolean;
}

/** Foreground colours, bold, dim, italic and underline, and their ends: what `styleText` writes. */
const COLOR = /\u001b\[(?:[0-4]|2[2-4]|3[0-79]|9[0-7])m/;
/** C0 and C1, but for tabs and line ends; and what reverses the order of what follows. */
const CONTROL =
  /\r(?!\n)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * Leaves control characters out. For a runner also breaks what GitHub ("::error::" at the start of a
 * line, "##[…]") and Azure ("##vso[…]") would carry out.
 */
export function printable(text: string, { hasColor, isReadByRunner }: Reader): string {
  const unwanted = new RegExp(`(${COLOR.source})|${CONTROL.source}`, "g");
  const shown = text.replaceAll(unwanted, (_all, color?: string) =>
    color !== undefined && hasColor ? color : "",
  );
  if (!isReadByRunner) return shown;
  return shown.replaceAll(/^([^\S\n]*):(?=:)/gm, "$1: ").replaceAll(/##(?=\w*\[)/g, "# #");
}
