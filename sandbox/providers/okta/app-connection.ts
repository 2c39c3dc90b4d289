/**
 * okta_app_connection, hazards included: Okta's answer is taken as it comes, so that an app whose
 * connection Okta does not let the API set fails once and looks well ever after.
 */
import { isDeepStrictEqual } from "node:util";

import { ProviderError } from "../../../provider/framework/diagnostics";
import { resource } from "../../../provider/framework/resource";
import { isUnknown, type Unknown, unknown } from "../../../provider/framework/unknown";
import { failingWith } from "../failures";
import type { Json } from "../json";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { settled } from "../../../provider/framework/settled";
import { StoredDespiteError } from "../../../provider/framework/stored-despite-error";
import type { StandInOkta } from "./api";

interface Connection {
  readonly action: string;
  readonly base_url: string;
  readonly id: string;
  readonly status: string | null;
  readonly profile: Profile | null;
}

interface Profile {
  readonly auth_scheme: string;
  readonly client_id: string | null;
  readonly token: string | null;
  readonly settings: {
    readonly admin_password: string | null;
    readonly admin_username: string | null;
  } | null;
  readonly signing: { readonly rotation_mode: string | null } | null;
}

export const appConnection = resource<StandInOkta>()({
  schema: recordedSchema<Connection>("okta_app_connection"),
  privateSchema: {},

  validate({ action, profile }) {
    oneOf(["activate", "deactivate"], action, ["action"]);
    if (profile !== null) {
      oneOf(["TOKEN", "OAUTH2"], profile.auth_scheme, ["profile", "auth_scheme"]);
      const mode = profile.signing?.rotation_mode ?? null;
      if (mode !== null) oneOf(["AUTO", "MANUAL"], mode, ["profile", "signing", "rotation_mode"]);
    }
  },

  async read({ state }, { client, signal }) {
    const answer = await failing("Reading", "read", state.id, () =>
      client.ask("GET", connectionPath(state.id), signal),
    );
    const status = answer.at("status").text || "UNKNOWN";
    return {
      state: { ...asAnswered(state, answer), status, action: actionBehind(status) },
      private: null,
    };
  },

  plan({ prior, config }) {
    const unchanged =
      prior !== null && isDeepStrictEqual({ ...prior, status: null }, { ...config, status: null });
    return { planned: { ...config, status: unchanged ? prior.status : unknown } };
  },

  async create({ planned }, { client, signal }) {
    const wanted = settled<FieldsOf<Connection>>(planned, { status: null });
    const answer = await failing("Creating", "create", wanted.id, () =>
      client.ask("POST", connectionPath(wanted.id), signal, saveRequest(wanted)),
    );
    const status = wanted.action === "activate" ? "ENABLED" : null;
    if (status !== null) await act(client, wanted, "activate", signal);
    const state = { ...asAnswered(wanted, answer), status };
    if (status === null)
      // The real provider forgets to say what it is, and Terraform complains in its name.
      throw new StoredDespiteError(state, {
        summary: "Provider returned invalid result object after apply",
        detail:
          "After the apply operation, the provider still indicated an unknown value for status.",
      });
    return { state };
  },

  async update({ planned }, { client, signal }) {
    const wanted = settled<FieldsOf<Connection>>(planned, { status: null });
    const answer = await failing("Updating", "update", wanted.id, () =>
      client.ask("POST", connectionPath(wanted.id), signal, saveRequest(wanted)),
    );
    const activate = wanted.action === "activate";
    await act(client, wanted, activate ? "activate" : "deactivate", signal);
    return { state: { ...asAnswered(wanted, answer), status: activate ? "ENABLED" : "DISABLED" } };
  },

  async delete(_, context) {
    context.warn({
      summary: "Delete Not Supported",
      detail:
        "This resource cannot be deleted via Terraform. App connections are managed through the application lifecycle.",
    });
  },

  /** The read that follows finds the rest; Okta never shows a token. */
  async importState(id) {
    return { id, action: "", base_url: "", status: null, profile: null };
  },
});

/** No action leads to UNKNOWN, so that it always differs from what was configured. */
function actionBehind(status: string): string {
  if (status === "ENABLED") return "activate";
  return status === "DISABLED" ? "deactivate" : "";
}

const connectionPath = (appId: string) =>
  `/api/v1/apps/${encodeURIComponent(appId)}/connections/default`;

async function act(
  okta: StandInOkta,
  { id }: Connection,
  action: "activate" | "deactivate",
  signal: AbortSignal,
): Promise<void> {
  const [doing, what] =
    action === "activate" ? ["Activating", "create"] : ["Deactivating", "deactivate"];
  await failing(doing, what, id, () =>
    okta.ask("POST", `${connectionPath(id)}/lifecycle/${action}`, signal),
  );
}

/** Where the answer has no base URL or scheme there is none: nothing is compared with the plan. */
function asAnswered(state: Connection, answer: Json): Connection {
  const profile: Profile = state.profile ?? {
    auth_scheme: "",
    client_id: null,
    token: null,
    settings: null,
    signing: null,
  };
  return {
    ...state,
    base_url: answer.at("baseUrl").text,
    profile: { ...profile, auth_scheme: answer.at("profile").at("authScheme").text },
  };
}

function saveRequest({ base_url: baseUrl, profile }: Connection): object {
  if (profile === null)
    throw new ProviderError({
      summary: "Plugin did not respond",
      detail:
        "The real provider crashes where `profile` is missing. Expected a `profile` block with auth_scheme and token.",
      attribute: ["profile"],
    });
  const { auth_scheme: authScheme, token, client_id: clientId, settings } = profile;
  if (authScheme === "TOKEN")
    return { baseUrl, profile: { authScheme, ...(token !== null && { token }) } };
  return {
    profile: {
      authScheme,
      ...(clientId !== null && { clientId }),
      settings: {
        adminUsername: settings?.admin_username ?? "",
        adminPassword: settings?.admin_password ?? "",
      },
    },
  };
}

async function failing<T>(
  doing: string,
  what: string,
  appId: string,
  work: () => Promise<T>,
): Promise<T> {
  return failingWith(`Error ${doing} App Connection`, work, {
    detailOf: (reason) => `Could not ${what} app connection for application ID ${appId}: ${reason}`,
  });
}

function oneOf(
  allowed: readonly string[],
  value: string | Unknown,
  attribute: readonly string[],
): void {
  if (isUnknown(value) || allowed.includes(value)) return;
  throw new ProviderError({
    summary: "Invalid Attribute Value Match",
    detail: `Attribute ${attribute.join(".")} value must be one of: ${allowed.map((each) => `"${each}"`).join(" ")}, got: "${value}"`,
    attribute,
  });
}
