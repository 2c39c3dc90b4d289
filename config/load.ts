/** Reads and checks druva-scim.yaml. What is wrong is told with file, line and column. */
import { readFileSync } from "node:fs";

import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLParseError,
} from "yaml";

import { ConfigError, type ConfigProblem } from "./config-error";
import { hiddenKey, type KeyPath, sentence, shownKey } from "../constructs/rules/fault";
import { faultsIn } from "../constructs/rules/schema-faults";
import { isWords } from "../constructs/rules/shown";
import { contradictions } from "./contradictions";
import { type Config, configSchema } from "./schema";

export const DEFAULT_CONFIG_FILE = "druva-scim.yaml";

/** Throws a ConfigError with all that is wrong. */
export function loadConfig(file: string = DEFAULT_CONFIG_FILE): Config {
  return parseConfig(read(file), file);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const hasCode = typeof error === "object" && error !== null && "code" in error;
    const reason = hasCode ? String(error.code) : String(error);
    const message =
      reason === "ENOENT"
        ? "no such file. Go to the folder that has it, or set DRUVA_SCIM_CONFIG to its path"
        : `it cannot be read (${reason})`;
    throw new ConfigError(file, [{ position: undefined, key: "", code: "unreadable", message }]);
  }
}

/** `file` is for messages only. `now`: which days lie in the future. */
export function parseConfig(
  text: string,
  file: string = DEFAULT_CONFIG_FILE,
  now: Date = new Date(),
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // The first alone: what follows it is what the parser made of that one.
  const [unreadable] = [
    ...document.errors.map((error) => ({
      at: error.pos[0],
      message: error.code === "DUPLICATE_KEY" ? twice(text, error, lines) : unquoted(error),
    })),
    ...unknownAliases(document).map((at) => ({ at, message: "unknown anchor" })),
  ].sort((one, other) => one.at - other.at);
  if (unreadable !== undefined) {
    throw new ConfigError(file, [unreadableAt(lines, unreadable.at, unreadable.message)]);
  }

  if (document.contents === null) {
    const message = `the file is empty. druva-scim init writes one`;
    throw new ConfigError(file, [{ position: undefined, key: "", code: "empty", message }]);
  }
  const found = content(document, file);
  const faults = faultsIn(configSchema, found, (config) =>
    contradictions(config, now, environment),
  );
  if (faults.length === 0) return configSchema.parse(found);
  throw new ConfigError(
    file,
    faults.map((fault) => ({
      position: positionOf(document, lines, fault.path, fault.isKey === true),
      key: shownKey(fault),
      code: fault.code,
      message: sentence(fault),
    })),
  );
}

function unreadableAt(lines: LineCounter, offset: number, message: string): ConfigProblem {
  return {
    position: positionAt(lines, offset),
    key: "",
    code: "invalid-yaml",
    message: `invalid YAML: ${message}`,
  };
}

/** Without what the parser repeats of the file, in or at the end of its messages: it may be a secret. */
function unquoted({ code, message }: YAMLParseError): string {
  return IN_OTHER_WORDS[code] ?? message.replace(/: [^]*$/, "");
}

/** The parser says neither which key it is nor where it stands first. */
function twice(text: string, { pos: [at] }: YAMLParseError, lines: LineCounter): string {
  const both = parseDocument(text, { uniqueKeys: false });
  let message = "a key stands twice";
  visit(both, {
    Map(_key, { items }) {
      const second = items.find(({ key }) => isScalar(key) && key.range?.[0] === at)?.key;
      if (!isScalar(second)) return undefined;
      const first = items.find(({ key }) => isScalar(key) && key.value === second.value)?.key;
      const line = isScalar(first) ? lines.linePos(first.range?.[0] ?? 0).line : undefined;
      const key = String(second.value);
      message = `${isWords(key) ? `the key ${key}` : hiddenKey(key)} stands twice, first in line ${line}`;
      return visit.BREAK;
    },
  });
  return message;
}

const IN_OTHER_WORDS: Partial<Record<YAMLParseError["code"], string>> = {
  TAG_RESOLVE_FAILED: "a text that begins with ! is a tag. Put it in quotes",
  BAD_DQ_ESCAPE: "unknown escape sequence. Write \\\\ for a backslash",
  BAD_DIRECTIVE: "a line that begins with % is a directive, and this one is unknown",
};

function unknownAliases(document: Document): number[] {
  const at: number[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined) at.push(alias.range?.[0] ?? 0);
    },
  });
  return at;
}

function content(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message =
      "its aliases refer to each other, or expand to too much. Write out what they stand for";
    throw new ConfigError(file, [{ position: undefined, key: "", code: "unreadable", message }]);
  }
}

/** Of the key, or of the value; of what is around it, where neither is there. */
function positionOf(
  document: Document,
  lines: LineCounter,
  path: KeyPath,
  isKey: boolean,
): ConfigProblem["position"] {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (isMap(parent)) {
    const last = path.at(-1);
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === last);
    const node = isKey ? pair?.key : (pair?.value ?? pair?.key);
    if (isNode(node) && node.range) return positionAt(lines, node.range[0]);
  }
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return positionAt(lines, node.range[0]);
  }
  return positionAt(lines, document.contents?.range?.[0] ?? 0);
}

function positionAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
