/** What the README and the guides show: code blocks, samples, and links, with their lines. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../tour/workplace";

export interface Block {
  /** "docs/drift.md:7" */
  readonly at: string;
  readonly language: string;
  readonly text: string;
}

/** All that people read, except what is made from the code. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  ...readdirSync(join(PACKAGE_ROOT, "docs"))
    .filter((name) => name.endsWith(".md") && name !== "reference.md")
    .map((name) => `docs/${name}`),
];

export function textOf(document: string): string {
  return readFileSync(join(PACKAGE_ROOT, document), "utf8");
}

/** Fenced blocks, those in lists too, without samples: those are held to what the program prints. */
export function blocksOf(document: string): Block[] {
  const text = textOf(document);
  return [...text.matchAll(/^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2$/gms)]
    .filter(({ index }) => !isInSample(text, index))
    .map(({ index, 1: indent = "", 3: language = "", 4: body = "" }) => ({
      at: `${document}:${text.slice(0, index).split("\n").length}`,
      language: language.trim(),
      text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }));
}

function isInSample(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return before.lastIndexOf("<!-- sample: ") > before.lastIndexOf("<!-- end of sample -->");
}

/** Of a link, relative to the document; without those to the web. */
export function linksOf(document: string): string[] {
  const prose = textOf(document).replaceAll(/^( *)(`{3,}).*?^\1\2$/gms, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(({ 1: target = "" }) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  );
}

/** As GitHub makes them of headings. */
export function anchorsOf(document: string): string[] {
  return [...textOf(document).matchAll(/^#{1,6} (.+)$/gm)].map(({ 1: heading = "" }) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}
