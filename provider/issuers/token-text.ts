/** What a token may look like. Druva does not document its shape, so as little as possible is asked. */

/** Why it cannot be a bearer token; undefined where it can. Never quotes it. */
export function faultOf(token: string): string | undefined {
  if (token === "") return "it is empty";
  if (/^bearer\s/i.test(token)) return 'it begins with "Bearer": the token alone is wanted';
  if (/^[{[]/.test(token)) {
    return "it is JSON: the token alone is wanted, such as jq -r .token takes out";
  }
  if (/^["'`]|["'`]$/.test(token)) return "it is in quotes: the token alone is wanted";
  if (/\s/.test(token)) return "it holds white space: was more than the token copied?";
  if (!/^[\x21-\x7e]+$/.test(token)) return "it holds characters that a header cannot carry";
  return undefined;
}
