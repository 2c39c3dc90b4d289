/** Takes secrets out of texts that other programs wrote: an error may quote what was sent or set. */

/** By the kind of variable: those of vendors, state backends, code hosts and whatever is named alike. */
const SECRET_VARIABLE =
  /SECRET|PASSW|PASSPHRASE|TOKEN|JWT|(ACCESS|ACCOUNT|API|CUSTOMER|ENCRYPTION|PRIVATE|SHARED|SIGNING)_?KEY|CONN_STR|CREDENTIALS|(^|_)SAS(_|$)/i;
/** Says where the secret is, and is no secret itself. */
const PLACE = /_(FILE|PATH|DIR)$|^GOOGLE_APPLICATION_CREDENTIALS$/i;
/** Shorter values would take words out of sentences. */
const SHORTEST_SECRET = 8;

/** `//user:password@` with whatever the password holds; not `//host:443/people/ann@acme.example`. */
const USER_AND_PASSWORD = /\/\/[^\s/:@"'`]*:(?!\d+[/?#])[^\s"'`<>]*@/g;
/** `//token@`, as git takes it. */
const TOKEN_AS_USER = /\/\/[^\s/:@"'`]{20,}@/g;
const PASSWORD_ALONE = [/\/\/[^\s/:@]*:(.+)@/, /\bpassword\s*=\s*'?([^\s']+)/i];

export type Redact = (text: string) => string;

/**
 * Replaces by "(secret)": the values of the environment's secret variables and of `others`, as they
 * are and encoded (URL, JSON, base64), and user and password in every address.
 */
export function redactorOf(
  environment: NodeJS.ProcessEnv,
  others: readonly (string | undefined)[] = [],
): Redact {
  const values = Object.entries(environment).flatMap(([name, value = ""]) => {
    const isSecret = SECRET_VARIABLE.test(name) && !PLACE.test(name);
    return [...(isSecret ? [value] : []), ...PASSWORD_ALONE.map((each) => each.exec(value)?.[1])];
  });
  const written = [...values, ...others].flatMap((value = "") => writtenForms(value.trim()));
  const longestFirst = [...new Set(written)].sort((one, other) => other.length - one.length);
  return (text) =>
    longestFirst
      .reduce((left, each) => left.replaceAll(each, "(secret)"), text)
      .replaceAll(USER_AND_PASSWORD, "//(secret)@")
      .replaceAll(TOKEN_AS_USER, "//(secret)@");
}

function writtenForms(secret: string): string[] {
  // A key of several lines is often quoted line by line.
  const parts = [secret, ...secret.split(/\r?\n/)].filter((each) => each.length >= SHORTEST_SECRET);
  return parts.flatMap((each) => [
    each,
    encodeURIComponent(each),
    JSON.stringify(each).slice(1, -1),
    ...withinBase64(each),
  ]);
}

/** However many bytes stand before it: the characters that hold nothing but the secret. */
function withinBase64(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    return (["base64", "base64url"] as const).map((kind) => bytes.toString(kind).slice(from, to));
  });
}
