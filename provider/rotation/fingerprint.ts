/** Names a token without giving it away. */
import { createHash } from "node:crypto";

/** First 12 hexadecimal digits of the token's SHA-256. */
export function fingerprint(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex").slice(0, 12);
}
