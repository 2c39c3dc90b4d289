/** The stack has the stock providers that bindings use, in the versions that were tested. */
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

import { type StockProviderName, stockProviders } from "./installation/stock-providers";

const MADE_BY: Record<
  StockProviderName,
  new (stack: TerraformStack, id: string, config: object) => TerraformProvider
> = { azuread: AzureadProvider, okta: OktaProvider, null: NullProvider };

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
  name: StockProviderName,
  given?: NamedProvider<TerraformProvider>,
): void {
  const stack = TerraformStack.of(scope);
  stack.addOverride(`terraform.required_providers.${name}.version`, stockProviders[name].versions);
  if (given !== undefined || defaultProviders(stack, name).length > 0) return;
  new MADE_BY[name](stack, `druva-scim-${name}-provider`, {});
}

/** The blocks without an alias. Terraform allows one. */
export function defaultProviders(stack: TerraformStack, name: string): TerraformProvider[] {
  return stack
    .allProviders()
    .filter((each) => each.terraformResourceType === name && each.alias === undefined);
}
