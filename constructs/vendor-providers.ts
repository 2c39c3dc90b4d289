/** The stock providers that bindings use: which versions, and that the stack has them. */
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

interface VendorProvider {
  readonly source: string;
  /** The prebuilt packages pin one exact version each; these ranges were tested. */
  readonly versions: string;
  /** Goes into the lock file where the user has none. */
  readonly testedVersion: string;
  readonly make: (stack: TerraformStack, id: string) => TerraformProvider;
}

export const vendorProviders = {
  azuread: {
    source: "hashicorp/azuread",
    versions: "~> 3.7",
    testedVersion: "3.9.0",
    make: (stack, id) => new AzureadProvider(stack, id, {}),
  },
  okta: {
    source: "okta/okta",
    versions: "~> 6.5", // okta_app_connection came with 6.5.0
    testedVersion: "6.12.0",
    make: (stack, id) => new OktaProvider(stack, id, {}),
  },
  null: {
    source: "hashicorp/null",
    versions: "~> 3.2",
    testedVersion: "3.3.0",
    make: (stack, id) => new NullProvider(stack, id, {}),
  },
} satisfies Record<string, VendorProvider>;

export type VendorProviderName = keyof typeof vendorProviders;

/** A provider block with an alias, and the name of the entry in `DruvaProvider` that reaches the same place. */
export interface NamedProvider<P extends TerraformProvider> {
  /** Names the entry of `DruvaProvider`'s `entra` or `okta`. */
  readonly name: string;
  readonly provider: P;
}

/**
 * Sets the version range. Where a binding was given no provider and the stack has none without an
 * alias yet, makes one that takes all from the environment: make your own before the bindings.
 */
export function useVendorProvider(
  scope: Construct,
  name: VendorProviderName,
  given?: NamedProvider<TerraformProvider>,
): void {
  const stack = TerraformStack.of(scope);
  stack.addOverride(`terraform.required_providers.${name}.version`, vendorProviders[name].versions);
  if (given !== undefined || defaultProviders(stack, name).length > 0) return;
  vendorProviders[name].make(stack, `druva-scim-${name}-provider`);
}

/** The blocks without an alias. Terraform allows one. */
export function defaultProviders(stack: TerraformStack, name: string): TerraformProvider[] {
  return stack
    .allProviders()
    .filter((each) => each.terraformResourceType === name && each.alias === undefined);
}
