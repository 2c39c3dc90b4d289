/** The keys of synchronization/secrets whose value is a secret: Graph always shows it as "*". */
const SECRET_KEYS = new Set([
  "SecretToken",
  "Password",
  "AppKey",
  "ClientSecret",
  "ConsumerSecret",
  "TokenKey",
  "ConnectionString",
  "Oauth2AccessToken",
  "Oauth2AuthorizationCode",
  "Oauth2ClientSecret",
  "Oauth2RefreshToken",
]);

export function isSecret(key: string): boolean {
  return SECRET_KEYS.has(key);
}
