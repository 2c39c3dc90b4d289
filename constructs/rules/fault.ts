/** What is wrong with a setting, as data. Constructs throw it; the config adds line and column. */

/** The keys and indices that lead to a setting. */
export type KeyPath = readonly (string | number)[];

export interface Fault {
  readonly path: KeyPath;
  /** The key itself is wrong, not its value. */
  readonly isKey?: boolean;
  /** The path as messages show it. Default: all of it. */
  readonly key?: string;
  /** Stable: "unknown-key", "always-due". */
  readonly code: string;
  /** 'found "adapt"', "missing". */
  readonly found: string;
  readonly expected: string;
  /** Why it is so, and what to do. */
  readonly todo?: string | undefined;
}

/** "tenants.acme.bindings.entra[0].id". A key that no schema has, and may be a secret, is not repeated. */
export function keyText(path: KeyPath): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      const text = /^[a-z_][\w-]{0,39}$/i.test(part) ? part : hiddenKey(part);
      return index === 0 ? text : `.${text}`;
    })
    .join("");
}

export function hiddenKey(key: string): string {
  return `(a key of ${key.length} characters)`;
}

/** `found "adapt", expected observe or adopt or issue`. */
export function sentence({ code, found, expected, todo }: Fault): string {
  if (code === "unknown-key") {
    return `${found}.${todo === undefined ? "" : ` ${todo}`} Known here: ${expected}`;
  }
  return `${found}, expected ${expected}${todo === undefined ? "" : `. ${todo}`}`;
}

export function shownKey({ key, path }: Fault): string {
  return key ?? keyText(path);
}

/** The same faults, seen from further up. */
export function below(path: KeyPath, faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
}
