/** Without the journal: what was issued is forgotten when the provider dies. */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { open as theRule } from "../../provider/rotation/journal";

export const open: typeof theRule = () => ({
  file: "none",
  answerFile: join(tmpdir(), randomUUID()), // another one in the next run
  pending: async () => null,
  intent: async () => randomUUID(),
  issued: async () => "none",
  handedOver: async () => undefined,
  committed: async () => undefined,
});
