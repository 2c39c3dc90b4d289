/**
 * What is sent to Entra with a token: all that is saved there, with the new token in it. Whether a
 * PUT merges, replaces, or drops a set without the two keys that the portal always sends is not known
 * (public sources claim all three); this is right in each.
 */
import { withoutQuery } from "../clients/druva";
import type { SavedSetting } from "../clients/entra";
import { argumentName } from "../rotation/argument-name";

/** The keys that the portal always sends beside the credentials, with its own defaults. */
const PORTAL_DEFAULTS: Readonly<Record<string, string>> = {
  SyncNotificationSettings:
    '{"Enabled":false,"DeleteThresholdEnabled":true,"DeleteThresholdValue":500}',
  SyncAll: "false",
};

/** Whose values a configuration may give, where Graph hides them. */
export const PORTAL_KEYS: readonly string[] = Object.keys(PORTAL_DEFAULTS);

const HIDDEN = "*";

export interface WantedSettings {
  readonly scimUrl: string;
  /** Exactly this is saved as BaseAddress, query and all. Null: `scimUrl`, or the saved URL where only its query differs. */
  readonly tenantUrl: string | null;
  /** Values of saved keys that Graph hides. */
  readonly hiddenSettings: Readonly<Record<string, string>>;
}

export type SettingsToSave =
  /** In Graph's order, then what was missing in the portal's. SecretToken's value is a placeholder. */
  | { readonly kind: "ready"; readonly settings: readonly SavedSetting[] }
  /** Graph does not show these, and nobody gave them: they would be lost. */
  | { readonly kind: "hidden"; readonly keys: readonly string[] };

export function settingsToSave(
  saved: readonly SavedSetting[],
  { scimUrl, tenantUrl, hiddenSettings }: WantedSettings,
): SettingsToSave {
  const valueOf = ({ key, value }: SavedSetting): string => {
    if (key === "SecretToken") return HIDDEN;
    if (key === "BaseAddress") return tenantUrl ?? sameButForItsQuery(value, scimUrl) ?? scimUrl;
    return value === HIDDEN ? (hiddenSettings[key] ?? HIDDEN) : value;
  };
  const missing = [
    { key: "BaseAddress", value: tenantUrl ?? scimUrl },
    { key: "SecretToken", value: HIDDEN },
    ...PORTAL_KEYS.map((key) => ({
      key,
      value: hiddenSettings[key] ?? PORTAL_DEFAULTS[key] ?? "",
    })),
  ].filter(({ key }) => !saved.some((each) => each.key === key));
  const settings = [...saved.map((each) => ({ key: each.key, value: valueOf(each) })), ...missing];
  const keys = settings.flatMap(({ key, value }) =>
    key !== "SecretToken" && value === HIDDEN ? [key] : [],
  );
  return keys.length > 0 ? { kind: "hidden", keys } : { kind: "ready", settings };
}

/** Administrators add flags to the Tenant URL, such as "?aadOptscim062020": they stay. */
function sameButForItsQuery(saved: string, scimUrl: string): string | undefined {
  return withoutQuery(saved) === withoutQuery(scimUrl) ? saved : undefined;
}

/** Why such an application is not written to, and what helps. */
export function hiddenInWords(keys: readonly string[], through: "druva" | "azuread"): string {
  const portals = keys.filter((key) => PORTAL_KEYS.includes(key));
  const others = keys.filter((key) => !PORTAL_KEYS.includes(key));
  return [
    `Graph hides the value of ${keys.join(", ")}, and writing the token would lose it`,
    ...(portals.length > 0
      ? [
          `Look ${portals.join(" and ")} up in Entra and give it in ${argumentName("hidden_settings")}`,
        ]
      : []),
    ...(others.length > 0
      ? [
          `An application with ${others.join(", ")} has credentials that are not Druva's: check that it is the right one, or remove them in Entra`,
        ]
      : []),
    ...(through === "azuread" ? ['Or let this provider write the token: through "druva"'] : []),
  ].join(". ");
}
