/** Long lines broken between words, as a terminal breaks them anywhere. */
import { stripVTControlCharacters } from "node:util";

import type { Terminal } from "./terminal";

const NARROWEST = 40;

/** For a person at a terminal; else the text as it is. What follows is indented as its line is, and by two more. */
export function wrapped(text: string, { isTTY, columns }: Pick<Terminal, "isTTY" | "columns">) {
  if (!isTTY || columns < NARROWEST) return text;
  return text
    .split("\n")
    .map((line) => wrappedLine(line, columns))
    .join("\n");
}

function wrappedLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  const indent = /^ */.exec(line)?.[0] ?? "";
  const [first = "", ...words] = line.slice(indent.length).split(" ");
  const lines = [`${indent}${first}`];
  for (const word of words) {
    const last = lines.at(-1) ?? "";
    if (widthOf(last) + 1 + widthOf(word) <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}  ${word}`);
  }
  return lines.join("\n");
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
