/** What a text of the config is, or holds. */

/** Terraform would read it as an expression of its own. */
export function isExpression(text: string): boolean {
  return /[$%]\{/.test(text);
}

/** "https://user:password@host": such addresses are stored, and shown in messages. */
export function hasUser(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(address);
}

/** An address of this machine itself. */
export function isLoopback(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
