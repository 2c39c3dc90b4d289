import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { Fn, TerraformOutput, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";

import type { Config, TenantConfig } from "../config/schema";
import { stackName } from "../config/stack-name";
import { DruvaProvider } from "../constructs/druva-provider";
import { DruvaScimRotation } from "../constructs/scim-rotation";
import type { NamedProvider } from "../constructs/vendor-providers";
import { ConfigBackend } from "./config-backend";

export { SynthError } from "../constructs/synth-error";

/** One Druva tenant: its token, all that holds it, and where its state is kept. */
export class TenantStack extends TerraformStack {
  readonly rotation: DruvaScimRotation;

  constructor(scope: Construct, tenant: string, { tenants, providers, backend }: Config) {
    super(scope, stackName(tenant));
    const settings = tenants[tenant];
    if (settings === undefined) throw new Error(`There is no tenant ${tenant} in the config.`);
    for (const [type, attributes] of Object.entries(backend ?? {})) {
      new ConfigBackend(this, type, attributes);
    }
    const entra = usedEntries(providers?.entra, settings.bindings.entra);
    const okta = usedEntries(providers?.okta, settings.bindings.okta);
    new DruvaProvider(this, "druva", {
      scimUrl: settings.scimUrl,
      journalDir: settings.journalDir,
      entra: providers?.entra && entra,
      okta: providers?.okta && okta,
    });
    // Whoever writes the token: where azuread or okta made something in an earlier deploy, Terraform
    // plans to let go of it only with the very block that made it (measured).
    const azureadByName = providersByName(entra, (name, alias, config) => ({
      name,
      provider: new AzureadProvider(this, `azuread-${name}`, { ...config, ...alias }),
    }));
    const oktaByName = providersByName(okta, (name, alias, config) => ({
      name,
      provider: new OktaProvider(this, `okta-${name}`, { ...config, ...alias }),
    }));
    this.rotation = rotationOf(this, tenant, settings, azureadByName, oktaByName);
    this.outputs();
  }

  /**
   * Nothing that changes by time alone: that would be a change in every plan. And nothing null:
   * Terraform leaves such an output out, which cdktf-cli cannot print.
   */
  private outputs(): void {
    const { fingerprint, generation, issuedAt, expiresAt, rotateAt } = this.rotation.token.resource;
    new TerraformOutput(this, "generation", { value: generation });
    const texts = { fingerprint, issued_at: issuedAt, expires_at: expiresAt, rotate_at: rotateAt };
    for (const [name, value] of Object.entries(texts)) {
      new TerraformOutput(this, name, {
        value: Token.asString(Fn.coalesce([value, "unknown"])),
      });
    }
  }
}

function rotationOf(
  stack: TenantStack,
  tenant: string,
  settings: TenantConfig,
  azuread: ReadonlyMap<string, NamedProvider<AzureadProvider>>,
  okta: ReadonlyMap<string, NamedProvider<OktaProvider>>,
): DruvaScimRotation {
  const { bindings } = settings;
  return new DruvaScimRotation(stack, "rotation", {
    tenant,
    begin: settings.begin,
    invalidateExisting: settings.invalidateExisting,
    issuedOn: settings.issuedOn,
    policy: settings.policy,
    rotationRequest: settings.rotationRequest,
    issuer: settings.issuer,
    acceptUnproven: settings.acceptUnproven,
    requireAllBound: settings.requireAllBound,
    unrelated: settings.unrelated,
    allowDestroy: settings.allowDestroy,
    entra: bindings.entra?.map(({ provider, ...entry }) => ({
      ...entry,
      provider: provider === undefined ? undefined : azuread.get(provider),
    })),
    okta: bindings.okta?.map(({ provider, ...entry }) => ({
      ...entry,
      provider: provider === undefined ? undefined : okta.get(provider),
    })),
    command: bindings.command?.map(({ bind, test, ...entry }) => ({
      ...entry,
      bindCommand: bind,
      testCommand: test,
    })),
  });
}

/** The entries that this tenant's bindings are reached by; all of them would ask for more credentials. */
function usedEntries<T extends object>(
  entries: Readonly<Record<string, T>> | undefined,
  bindings: readonly { readonly provider?: string | undefined }[] = [],
): Record<string, T> {
  const used = new Set(bindings.map(({ provider = "default" }) => provider));
  return Object.fromEntries(Object.entries(entries ?? {}).filter(([name]) => used.has(name)));
}

/** "default" is the block without an alias. */
function providersByName<T, P>(
  entries: Readonly<Record<string, T>>,
  make: (name: string, alias: { alias?: string }, config: T) => P,
): Map<string, P> {
  return new Map(
    Object.entries(entries).map(([name, config]) => [
      name,
      make(name, name === "default" ? {} : { alias: name }, config),
    ]),
  );
}
