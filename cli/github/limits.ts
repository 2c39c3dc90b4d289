/** How long a text the code host takes; a longer one is refused (422). */
const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;

/** `rest`: where the whole text is, as "in the job's summary". */
export function fittingBody(text: string, rest: string): string {
  return cutTo(LONGEST_BODY, text, `\n\n… cut: the whole text is ${rest}.\n`);
}

export function fittingTitle(text: string): string {
  return cutTo(LONGEST_TITLE, text, "…");
}

function cutTo(longest: number, text: string, end: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - end.length)}${end}`;
}
