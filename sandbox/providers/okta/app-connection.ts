/**
 * okta_app_connection, hazards included: Okta's answer is taken as it comes, so that an app whose
 * connection Okta does not let the API set fails once and looks well ever after.
 */
import { isDeepStrictEqual } from "node:util";

import { ProviderError } from "../../../provider/framework/diagnostics";
import { resource } from "../../../provider/framework/resource";
import { block, type Configured, type State, string } from "../../../provider/framework/schema";
import { isUnknown, unknown } from "../../../provider/framework/unknown";
import type { Json } from "../json";
import { settled } from "../../../provider/framework/settled";
import { StoredDespiteError } from "../../../provider/framework/stored-despite-error";
import type { StandInOkta } from "./api";

const profileFields = {
  auth_scheme: string({
    required: true,
    description: "Authentication scheme. Valid values are TOKEN or OAUTH2.",
  }),
  client_id: string({
    optional: true,
    description: "OAuth2 client ID (required for OAUTH2 auth scheme).",
  }),
  token: string({
    optional: true,
    sensitive: true,
    description: "Authentication token (required for TOKEN auth scheme).",
  }),
  settings: block(
    {
      admin_password: string({
        optional: true,
        sensitive: true,
        description: "Admin password for OAuth2.",
      }),
      admin_username: string({ optional: true, description: "Admin username for OAuth2." }),
    },
    { description: "Additional settings for OAuth2 authentication." },
  ),
  signing: block(
    { rotation_mode: string({ optional: true, description: "Token rotation mode." }) },
    { description: "Signing configuration." },
  ),
};

const fields = {
  action: string({
    required: true,
    description:
      "The action to perform on the connection. Valid values are `activate` or `deactivate`.",
  }),
  base_url: string({
    required: true,
    description: "The base URL for the provisioning connection.",
  }),
  id: string({ required: true, description: "The application ID." }),
  status: string({ computed: true, description: "Provisioning connection status." }),
  profile: block(profileFields, { description: "Profile configuration for the app connection." }),
};

type Connection = State<typeof fields>;
type Profile = State<typeof profileFields>;

export const appConnection = resource<StandInOkta>()({
  schema: {
    description: "Manages Okta App Connection configurations for provisioning.",
    version: 0,
    fields,
  },
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
    const answer = await failingWith("Reading", "read", state.id, () =>
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
    const wanted = settled<typeof fields>(planned, { status: null });
    const answer = await failingWith("Creating", "create", wanted.id, () =>
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
    const wanted = settled<typeof fields>(planned, { status: null });
    const answer = await failingWith("Updating", "update", wanted.id, () =>
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
  await failingWith(doing, what, id, () =>
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

async function failingWith<T>(
  doing: string,
  what: string,
  appId: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProviderError({
      summary: `Error ${doing} App Connection`,
      detail: `Could not ${what} app connection for application ID ${appId}: ${reason}`,
    });
  }
}

function oneOf(
  allowed: readonly string[],
  value: Configured<typeof fields>["action"],
  attribute: readonly string[],
): void {
  if (isUnknown(value) || allowed.includes(value)) return;
  throw new ProviderError({
    summary: "Invalid Attribute Value Match",
    detail: `Attribute ${attribute.join(".")} value must be one of: ${allowed.map((each) => `"${each}"`).join(" ")}, got: "${value}"`,
    attribute,
  });
}
