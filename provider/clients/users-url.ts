/** The URL of Users below the SCIM base URL, whose own query is left out. */
export function inUsers(base: string, what: string): string {
  const { origin, pathname } = new URL(base);
  return `${origin}${pathname.replace(/\/+$/, "")}/Users${what}`;
}
