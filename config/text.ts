/** What must not be in any text of the config. */

/** Terraform would read it as an expression of its own. */
export function isExpression(text: string): boolean {
  return /[$%]\{/.test(text);
}

/** "https://user:password@host": such addresses are stored, and shown in messages. */
export function hasUser(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(address);
}
