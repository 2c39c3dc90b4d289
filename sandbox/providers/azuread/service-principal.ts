/** data azuread_service_principal. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { dataSource } from "../../../provider/framework/resource";
import type { Configured } from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import { failingWith } from "../failures";
import type { Json } from "../json";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { type Graph, GraphError } from "./graph";
import { principalName, principalPath } from "./principal-id";
import { deadlineSeconds } from "./timeouts";

/** The search; all else is found. */
interface ServicePrincipal {
  readonly [found: string]: unknown;
  readonly client_id: string | null;
  readonly display_name: string | null;
  readonly object_id: string | null;
  readonly timeouts: { readonly read: string | null } | null;
}

type Ask = (path: string) => Promise<Json>;

export const servicePrincipal = dataSource<Graph>()({
  schema: recordedSchema<ServicePrincipal>("azuread_service_principal"),

  async read({ config }, { client, signal }) {
    const timeouts = config.timeouts && { read: known(config.timeouts.read) ?? null };
    const seconds = deadlineSeconds(timeouts, "read", 300);
    const ask: Ask = (path) =>
      client.ask({ method: "GET", path, deadlineSeconds: seconds }, signal);
    const principal = await wantedPrincipal(config, ask);
    const id = principal.at("id").text;
    const beta = await failingWith(`Retrieving ${principalName(id)} (beta API)`, () =>
      ask(`beta${principalPath(id)}?%24select=samlMetadataUrl`),
    );
    const appId = principal.at("appId").text;
    const { texts: tags } = principal.at("tags");
    const saml = principal.at("samlSingleSignOnSettings");
    return {
      account_enabled: principal.at("accountEnabled").flag,
      alternative_names: principal.at("alternativeNames").texts,
      app_role_assignment_required: principal.at("appRoleAssignmentRequired").flag,
      app_role_ids: idsByValue(principal.at("appRoles")),
      app_roles: principal.at("appRoles").list.map((role) => ({
        allowed_member_types: role.at("allowedMemberTypes").texts,
        description: role.at("description").text,
        display_name: role.at("displayName").text,
        enabled: role.at("isEnabled").flag,
        id: role.at("id").text,
        value: role.at("value").text,
      })),
      application_tenant_id: principal.at("appOwnerOrganizationId").text,
      client_id: appId,
      description: principal.at("description").text,
      display_name: principal.at("displayName").text,
      feature_tags: [
        {
          custom_single_sign_on: hasTag(tags, CUSTOM_SINGLE_SIGN_ON),
          enterprise: hasTag(tags, ENTERPRISE),
          gallery: hasTag(tags, GALLERY),
          hide: hasTag(tags, HIDDEN),
        },
      ],
      features: [
        {
          custom_single_sign_on_app: hasTag(tags, CUSTOM_SINGLE_SIGN_ON),
          enterprise_application: hasTag(tags, ENTERPRISE),
          gallery_application: hasTag(tags, GALLERY),
          visible_to_users: !hasTag(tags, HIDDEN),
        },
      ],
      homepage_url: principal.at("homepage").text,
      id: principalPath(id),
      login_url: principal.at("loginUrl").text,
      logout_url: principal.at("logoutUrl").text,
      notes: principal.at("notes").text,
      notification_email_addresses: principal.at("notificationEmailAddresses").texts,
      oauth2_permission_scope_ids: idsByValue(principal.at("oauth2PermissionScopes")),
      oauth2_permission_scopes: principal.at("oauth2PermissionScopes").list.map((scope) => ({
        admin_consent_description: scope.at("adminConsentDescription").text,
        admin_consent_display_name: scope.at("adminConsentDisplayName").text,
        enabled: scope.at("isEnabled").flag,
        id: scope.at("id").text,
        type: scope.at("type").text,
        user_consent_description: scope.at("userConsentDescription").text,
        user_consent_display_name: scope.at("userConsentDisplayName").text,
        value: scope.at("value").text,
      })),
      object_id: id,
      preferred_single_sign_on_mode: principal.at("preferredSingleSignOnMode").text,
      redirect_uris: principal.at("replyUrls").texts,
      saml_metadata_url: beta.at("samlMetadataUrl").text,
      saml_single_sign_on: saml.isMissing ? [] : [{ relay_state: saml.at("relayState").text }],
      service_principal_names: principal
        .at("servicePrincipalNames")
        .texts.filter((name) => name.toLowerCase() !== appId.toLowerCase()),
      sign_in_audience: principal.at("signInAudience").text,
      tags,
      type: principal.at("servicePrincipalType").text,
      timeouts,
    };
  },
});

async function wantedPrincipal(
  config: Configured<FieldsOf<ServicePrincipal>>,
  ask: Ask,
): Promise<Json> {
  const objectId = known(config.object_id) ?? null;
  const displayName = known(config.display_name) ?? null;
  const clientId = known(config.client_id) ?? null;
  const given = [objectId, displayName, clientId].filter((each) => each !== null);
  if (given.length !== 1)
    throw new ProviderError({
      summary: "Invalid combination of arguments",
      detail: `"object_id": one of \`client_id,display_name,object_id\` must be specified; found ${given.length}.`,
      attribute: ["object_id"],
    });
  if (objectId !== null) return byObjectId(objectId, ask);
  return displayName === null
    ? bySearch("appId", clientId ?? "", ask)
    : bySearch("displayName", displayName, ask);
}

async function byObjectId(objectId: string, ask: Ask): Promise<Json> {
  try {
    return await ask(`v1.0${principalPath(objectId)}`);
  } catch (error) {
    const absent = error instanceof GraphError && error.status === 404;
    throw new ProviderError({
      summary: absent
        ? `${principalName(objectId)} was not found`
        : `Retrieving ${principalName(objectId)}`,
      detail: absent || !(error instanceof Error) ? "" : error.message,
      attribute: ["object_id"],
    });
  }
}

async function bySearch(property: "appId" | "displayName", value: string, ask: Ask): Promise<Json> {
  const filter = `${property} eq '${value.replaceAll("'", "''")}'`;
  const query = new URLSearchParams({ $filter: filter }).toString();
  const answer = await failingWith(`Listing service principals for filter "${filter}"`, () =>
    ask(`v1.0/servicePrincipals?${query}`),
  );
  const matches = answer
    .at("value")
    .list.filter((each) => each.at(property).text.toLowerCase() === value.toLowerCase());
  if (matches.length > 1 && property === "displayName")
    throw new ProviderError({
      summary: "Multiple service principals found",
      detail: `found multiple service principals matching filter: "${filter}"`,
    });
  const [match] = matches;
  if (match !== undefined) return match;
  throw new ProviderError({
    summary: "Service principal not found",
    detail: `no service principals found matching filter: "${filter}"`,
  });
}

const CUSTOM_SINGLE_SIGN_ON = "WindowsAzureActiveDirectoryCustomSingleSignOnApplication";
const ENTERPRISE = "WindowsAzureActiveDirectoryIntegratedApp";
const GALLERY = "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1";
const HIDDEN = "HideApp";

const hasTag = (tags: readonly string[], wantedTag: string): boolean =>
  tags.some((tag) => tag.toLowerCase() === wantedTag.toLowerCase());

/** Entries without a value or an id have no place in it. */
function idsByValue(entries: Json): Record<string, string> {
  return Object.fromEntries(
    entries.list
      .map((entry) => [entry.at("value").text, entry.at("id").text] as const)
      .filter(([value, id]) => value !== "" && id !== ""),
  );
}
