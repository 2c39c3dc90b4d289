import { createHash } from "node:crypto";

/** The first 12 hexadecimal digits of a token's SHA-256: how a token is named wherever it may be seen. */
export function fingerprint(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}
