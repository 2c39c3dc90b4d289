/** `*` stands for any characters; case counts. The one way in which faults and the journal name paths. */
export function pathMatches(pattern: string, path: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(path);
}

/** The path of a request's URL, without its query. */
export function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}
