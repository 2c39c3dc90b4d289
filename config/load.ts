/** Reads and checks druva-scim.yaml. What is wrong is told with file, line and column. */
import { readFileSync } from "node:fs";

import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";

import { ConfigError, type ConfigProblem } from "./config-error";
import { contradictions, type KeyPath } from "./contradictions";
import { explain } from "./explain";
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
        ? "there is no such file here. Go to the folder that has it, or name it in DRUVA_SCIM_CONFIG"
        : `it cannot be read (${reason})`;
    throw new ConfigError(file, [{ position: undefined, key: "", message }]);
  }
}

/** `file` is for messages only. */
export function parseConfig(text: string, file: string = DEFAULT_CONFIG_FILE): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const unreadable = document.errors.map(({ pos, message }): ConfigProblem => ({
    position: positionAt(lines, pos[0]),
    key: "",
    message: `this is no YAML: ${message}`,
  }));
  if (unreadable.length > 0) throw new ConfigError(file, unreadable);

  const found: unknown = document.toJS();
  const checked = configSchema.safeParse(found);
  if (!checked.success) {
    const problems = checked.error.issues.flatMap((issue) =>
      explain(issue, found).map(({ path, isKey, message }) => ({
        position: positionOf(document, lines, path, isKey),
        key: keyText(path),
        message,
      })),
    );
    throw new ConfigError(file, problems);
  }
  const wrong = contradictions(checked.data).map(({ path, message }) => ({
    position: positionOf(document, lines, path, false),
    key: keyText(path),
    message,
  }));
  if (wrong.length > 0) throw new ConfigError(file, wrong);
  return checked.data;
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

function keyText(path: KeyPath): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`,
    )
    .join("");
}
