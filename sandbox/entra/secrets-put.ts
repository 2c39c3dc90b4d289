/** What a PUT of synchronization/secrets leaves saved, in each of the worlds that the sources tell of. */
import type { World } from "../control/types";
import { merged, type Credential } from "./directory";
import { graphError } from "./errors";

/** Whom to alert, and how many deletions stop the job: Entra does not let go of it. */
const NOTIFICATIONS = "SyncNotificationSettings";
/** Without these two the portal saves nothing. */
const PORTAL_KEYS = [NOTIFICATIONS, "SyncAll"];

/** Returns what is saved then; `saved` itself where the set is dropped. Throws Graph's own refusals. */
export function afterPut(
  saved: readonly Credential[],
  sent: readonly Credential[],
  secretsPut: World["secretsPut"],
): readonly Credential[] {
  const withValue = sent.filter(({ value }) => value !== "").map(({ key }) => key);
  if (sent.some(({ key, value }) => key === NOTIFICATIONS && value === ""))
    throw graphError(
      400,
      `The ${NOTIFICATIONS} cannot be removed.`, // the code is documented, the words are ours
      "InvalidNotificationSettings",
    );
  if (withValue.includes("SecretToken") && withValue.some((key) => key.startsWith("Oauth2")))
    throw graphError(500, "Bearer and OAuth credentials cannot be mixed."); // ours, but for the 500
  if (secretsPut === "drops" && !PORTAL_KEYS.every((key) => withValue.includes(key))) return saved;

  const notifications = saved.find(({ key }) => key === NOTIFICATIONS);
  const named = sent.flatMap((each) =>
    each.key === NOTIFICATIONS && each.value === "{}" ? (notifications ?? []) : each,
  );
  return merged(secretsPut === "replaces" ? [] : saved, named);
}
