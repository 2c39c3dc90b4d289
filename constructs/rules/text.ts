/** What a text is, or holds. */

/** Names a tenant, a command binding, or an entry of the providers. */
export const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** By which a token is named without being shown: the first digits of its hash. */
export const FINGERPRINT = /^[0-9a-f]{12}$/;
export const ENVIRONMENT_VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** "entra/<object id>" or "okta/<app id>". */
export const APPLICATION =
  /^(?:entra\/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|okta\/0oa[0-9A-Za-z]+)$/;

/** Terraform would evaluate it; CDKTF writes lists and maps with # and &. */
export function isExpression(text: string): boolean {
  return /[$%]\{|[#&]\{TfToken\[/.test(text);
}

/** "https://user:password@host": such addresses are stored, and shown in messages. */
export function hasUser(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(address);
}

/** An address of this machine itself. */
export function isLoopback({ hostname }: URL): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
