/**
 * As much of GitHub's expressions as the workflows use: contexts, string literals, ==, !=, &&, ||
 * and always(). Anything else is an error, so that a workflow cannot use what is not understood.
 */

/** "github", "vars", "secrets", "steps", "needs", "matrix": nested by name. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Replaces each ${{ }} of a text. */
export function substituted(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_all, expression: string) =>
    textOf(evaluated(expression, contexts)),
  );
}

/** Of an `if:`, with or without ${{ }}. */
export function holds(condition: string, contexts: Contexts): boolean {
  const value = evaluated(condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/, "$1"), contexts);
  return value !== "" && value !== false && value !== undefined;
}

const TOKEN =
  /\s*(?:(&&|\|\||==|!=)|'((?:[^']|'')*)'|(always\(\))|([A-Za-z_][\w-]*(?:\.[\w-]+)*))/y;

function evaluated(expression: string, contexts: Contexts): unknown {
  const tokens = tokensOf(expression);
  return anyOf();

  function anyOf(): unknown {
    let value = allOf();
    while (take("||")) {
      const other = allOf();
      value = isTrue(value) ? value : other;
    }
    if (tokens.length > 0 && tokens[0]?.operator !== "||") throw notUnderstood(expression);
    return value;
  }
  function allOf(): unknown {
    let value = comparison();
    while (take("&&")) {
      const other = comparison();
      value = isTrue(value) ? other : value;
    }
    return value;
  }
  function comparison(): unknown {
    const value = operand();
    if (take("==")) return textOf(value) === textOf(operand());
    if (take("!=")) return textOf(value) !== textOf(operand());
    return value;
  }
  function operand(): unknown {
    const token = tokens.shift();
    if (token === undefined || token.operator !== undefined) throw notUnderstood(expression);
    return "literal" in token ? token.literal : lookUp(token.path, contexts);
  }
  function take(operator: string): boolean {
    if (tokens[0]?.operator !== operator) return false;
    tokens.shift();
    return true;
  }
}

type Token =
  | { readonly operator: string }
  | { readonly operator?: undefined; readonly literal: string | boolean }
  | { readonly operator?: undefined; readonly path: readonly string[] };

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trim();
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) throw notUnderstood(expression);
    const [, operator, literal, always, path] = found;
    if (operator !== undefined) tokens.push({ operator });
    else if (literal !== undefined) tokens.push({ literal: literal.replaceAll("''", "'") });
    else if (always !== undefined) tokens.push({ literal: true });
    else tokens.push({ path: (path ?? "").split(".") });
  }
  return tokens;
}

/** A name that is not there is empty, as on GitHub; a context that is not there is an error. */
function lookUp([context = "", ...names]: readonly string[], contexts: Contexts): unknown {
  if (!Object.hasOwn(contexts, context)) throw new Error(`There is no context "${context}".`);
  let value: unknown = contexts[context];
  for (const name of names) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return "";
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function isTrue(value: unknown): boolean {
  return value !== "" && value !== false && value !== undefined;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (value === undefined || value === null) return "";
  throw new Error("A context as a whole is no text.");
}

function notUnderstood(expression: string): Error {
  return new Error(`This expression is not understood here: ${expression.trim()}`);
}
