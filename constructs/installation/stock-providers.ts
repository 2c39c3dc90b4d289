/** The stock providers that bindings use: the only place that names their versions. */

interface StockProvider {
  readonly source: string;
  /** The prebuilt packages pin one exact version each; these ranges were tested. */
  readonly versions: string;
  /** Goes into the lock file where the user has none; the sandbox's stand-ins were measured against it. */
  readonly testedVersion: string;
}

export const stockProviders = {
  azuread: { source: "hashicorp/azuread", versions: "~> 3.7", testedVersion: "3.9.0" },
  // okta_app_connection came with 6.5.0
  okta: { source: "okta/okta", versions: "~> 6.5", testedVersion: "6.12.0" },
  null: { source: "hashicorp/null", versions: "~> 3.2", testedVersion: "3.3.0" },
} as const satisfies Record<string, StockProvider>;

export type StockProviderName = keyof typeof stockProviders;
