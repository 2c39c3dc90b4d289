/** Which credentials are there, by name; what they permit is seen by using them, for reading only. */
import { settingsOf, WAY_IN_WORDS } from "../../provider/clients/entra-sign-in";
import { OKTA_CREDENTIALS, oktaWayOf, organizationIn } from "../../provider/clients/okta-sign-in";
import { UNSUPPORTED_VARIABLES } from "../../provider/clients/variables";
import { foundIn, defaultVariables } from "../../provider/issuers/handover";
import { faultOf } from "../../provider/issuers/token-text";
import { checkJournalFolder } from "../../provider/rotation/journal-folder";
import { runPreflight } from "../outlook/preflight";
import { clientsOf, entraEntryOf, oktaEntryOf } from "../workspace/tenant-clients";
import type { Tenant } from "../workspace/workspace";
import { type Check, fine, problem, warning } from "./check";

/** Of the tenant's bindings, once for each way. */
export function checkCredentials(tenant: Tenant): Check[] {
  const { bindings } = tenant.settings;
  const ways = (entries: readonly { readonly provider?: string }[] = []) => [
    ...new Set(entries.map(({ provider = "default" }) => provider)),
  ];
  return [
    ...ways(bindings.entra).map((way) => checkEntra(tenant, way)),
    ...ways(bindings.okta).map((way) => checkOkta(tenant, way)),
    ...checkUnsupported(tenant),
    checkHandover(tenant),
  ];
}

function checkEntra(tenant: Tenant, way: string): Check {
  const name = `credentials for Entra (${way})`;
  return guarded(name, "Correct the variable, or the file that it names.", () => {
    const settings = settingsOf(entraEntryOf(tenant, way), tenant.workspace.environment);
    const who = `client ${settings.clientId ?? "unknown"} of tenant ${settings.tenantId ?? "unknown"}`;
    const { way: taken } = settings;
    const todo =
      "On a build machine set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_USE_OIDC or ARM_CLIENT_SECRET.";
    switch (taken.kind) {
      case "certificate":
      case "secret":
      case "oidc":
        return fine(name, `${WAY_IN_WORDS[taken.kind]}; ${who}`);
      case "msi":
        return fine(name, WAY_IN_WORDS.msi);
      case "cli":
        return warning(name, "no credentials are set, so the Azure CLI's sign-in is used", todo);
      case "unsupported":
        return problem(name, `only ${taken.variable}, ${WAY_IN_WORDS.unsupported}`, todo);
      case "none":
        return problem(
          name,
          "no credentials are set, and the Azure CLI's sign-in is turned off",
          todo,
        );
    }
  });
}

function checkOkta(tenant: Tenant, way: string): Check {
  const name = `credentials for Okta (${way})`;
  const entry = oktaEntryOf(tenant, way);
  const { environment } = tenant.workspace;
  const organization = organizationIn(entry, environment);
  const todo = `Set OKTA_ORG_NAME, and ${OKTA_CREDENTIALS}.`;
  if (!organization) return problem(name, "the organization is not named", todo);
  const taken = oktaWayOf(entry, environment);
  switch (taken.kind) {
    case "access token":
    case "API token":
      return fine(name, `an ${taken.kind} for ${organization}`);
    case "private key":
      return fine(name, `a private key of client ${taken.clientId} for ${organization}`);
    case "none":
      return problem(name, `no credentials for ${organization}`, todo);
  }
}

/** What azuread or okta would take from the environment, and this provider does not. */
function checkUnsupported({ settings, workspace: { environment } }: Tenant): Check[] {
  return Object.entries(UNSUPPORTED_VARIABLES).flatMap(([variable, { about, instead }]) => {
    const isUsed = settings.bindings[variable.startsWith("OKTA_") ? "okta" : "entra"]?.length;
    if (!environment[variable] || !isUsed) return [];
    return warning(variable, `${about}, which this provider does not support`, instead);
  });
}

function checkHandover({ name: tenant, workspace }: Tenant): Check {
  const { environment, tenants } = workspace;
  const name = `token of ${tenant}`;
  const variables = defaultVariables(tenant, { isOnlyTenant: tenants.length === 1 });
  const set = variables.flatMap((variable) => foundIn([variable], environment) ?? []);
  const faults = set.flatMap(({ variable, token }) => {
    const fault = faultOf(token);
    return fault === undefined ? [] : [`${variable} does not hold a token: ${fault}`];
  });
  if (faults.length > 0) {
    return problem(
      name,
      faults.join("; "),
      "Set it to the token alone, as Copy Token of Druva's console gives it, or unset it.",
    );
  }
  return set.length === 0
    ? fine(name, "no token is handed over in the environment")
    : warning(
        name,
        `${set.map(({ variable }) => variable).join(" and ")} is set`,
        "A deploy that rotates would use it; without a rotation it does nothing. Unset it if you do not want that.",
      );
}

/** Without a working token nothing is written: whether they may write, `preflight` shows. */
export async function checkPermissions(tenant: Tenant, signal: AbortSignal): Promise<Check[]> {
  const name = `permissions in ${tenant.name}`;
  try {
    const { findings, consumers } = await runPreflight(tenant, null, signal);
    if (findings.length === 0) {
      return [fine(name, `all ${consumers.length} that hold the token can be reached`)];
    }
    return findings.map(({ severity, message, todo }) =>
      severity === "error" ? problem(name, message, todo) : warning(name, message, todo),
    );
  } catch (error) {
    signal.throwIfAborted();
    return [problem(name, wordsOf(error), "Set the missing credentials.")];
  }
}

export function checkJournal(tenant: Tenant): Check {
  const name = `journal of ${tenant.name}`;
  const { journalDir: folder, journalDirGiven: given, environment } = clientsOf(tenant);
  const { kind: issuer } = tenant.settings.issuer ?? { kind: "handover" };
  return guarded(name, "Set journalDir, or DRUVA_SCIM_JOURNAL_DIR.", () => {
    checkJournalFolder({ folder, given, issuer, environment });
    return fine(name, folder);
  });
}

/** What the provider would refuse. */
function guarded(name: string, todo: string, look: () => Check): Check {
  try {
    return look();
  } catch (error) {
    return problem(name, wordsOf(error), todo);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
