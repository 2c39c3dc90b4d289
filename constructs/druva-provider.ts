import { readFileSync } from "node:fs";
import { join } from "node:path";

import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

import {
  DruvaProvider as GeneratedDruvaProvider,
  type DruvaProviderConfig,
  type DruvaProviderEntra,
  type DruvaProviderOkta,
} from "./generated/druva/provider";
import { fullAddress, type LockedProvider, writeLockFile } from "./installation/lock-file";
import { bundleFolder, installProviderPackage } from "./installation/provider-package";
import { refuseLiteralSecret, refuseUserInAddress } from "./secrets";
import { SynthError } from "./synth-error";
import { defaultProviders, vendorProviders } from "./vendor-providers";

export interface DruvaProviderProps extends Omit<DruvaProviderConfig, "alias"> {
  /**
   * Further ways to Entra tenants, by name; bindings refer to the names. Secrets belong into the
   * environment. "default" is always there.
   * @default "default" alone, from the ARM_* variables that azuread reads
   */
  readonly entra?: Record<string, DruvaProviderEntra> | undefined;
  /**
   * Further ways to Okta organizations, by name; bindings refer to the names. Secrets belong into
   * the environment. "default" is always there.
   * @default "default" alone, from the OKTA_* variables that okta reads
   */
  readonly okta?: Record<string, DruvaProviderOkta> | undefined;
  /**
   * Where committed lock files are: `<stack>.terraform.lock.hcl`, relative to the current folder.
   * @default "locks"
   */
  readonly lockFolder?: string | undefined;
}

/** Exact versions can be locked without asking a registry. */
const EXACT = /^\d+\.\d+\.\d+$/;

/**
 * `provider "druva"`, one in a stack. It is shipped inside this package: synth puts it, the launcher of command
 * bindings and a lock file into the stack's folder, so that a plain `cdktf deploy` finds it.
 */
export class DruvaProvider extends GeneratedDruvaProvider {
  /** The stack's provider; made with all defaults where there is none yet. */
  static of(scope: Construct): DruvaProvider {
    const stack = TerraformStack.of(scope);
    return providerIn(stack) ?? new DruvaProvider(stack, "druva-scim-provider");
  }

  private readonly ways: Record<"entra" | "okta", ReadonlySet<string>>;

  constructor(scope: Construct, id: string, props: DruvaProviderProps = {}) {
    const earlier = providerIn(TerraformStack.of(scope));
    if (earlier !== undefined) {
      throw new SynthError(
        `${scope.node.path}/${id}`,
        `a second DruvaProvider beside ${earlier.node.path}`,
        "A stack is one Druva tenant and has one. Make yours before the token, which makes one where there is none",
      );
    }
    const { lockFolder = "locks", entra, okta, ...config } = props;
    super(scope, id, {
      ...config,
      // What the environment reaches stays reachable beside the entries that are given.
      entra: entra && { default: {}, ...entra },
      okta: okta && { default: {}, ...okta },
    });
    refuseUserInAddress(`${this.node.path}: scimUrl`, config.scimUrl);
    for (const [name, { clientSecret, clientCertificatePassword }] of named(entra)) {
      refuseLiteralSecret(`${this.node.path}: entra.${name}.clientSecret`, clientSecret);
      refuseLiteralSecret(
        `${this.node.path}: entra.${name}.clientCertificatePassword`,
        clientCertificatePassword,
      );
    }
    for (const [name, { apiToken, privateKey }] of named(okta)) {
      refuseLiteralSecret(`${this.node.path}: okta.${name}.apiToken`, apiToken);
      refuseLiteralSecret(`${this.node.path}: okta.${name}.privateKey`, privateKey);
    }
    this.ways = {
      entra: new Set(["default", ...Object.keys(entra ?? {})]),
      okta: new Set(["default", ...Object.keys(okta ?? {})]),
    };
    // Write-only arguments came with 1.11; an older one would only say that it does not know them.
    TerraformStack.of(this).addOverride("terraform.required_version", ">= 1.11");
    this.node.addValidation({ validate: () => this.doubledProviders() });
    this.installAtSynth(TerraformStack.of(this), lockFolder);
  }

  /** Whether the configuration has an entry of that name. "default" is always there. */
  reaches(kind: "entra" | "okta", name: string): boolean {
    return this.ways[kind].has(name);
  }

  /** CDKTF's HCL has no `removed` blocks: without them a released binding would be destroyed. */
  override toHclTerraform(): never {
    throw new SynthError(
      this.node.path,
      "HCL output is asked for",
      "It would leave out the blocks that keep released bindings alive. Synthesize JSON: leave out `--hcl`, and unset SYNTH_HCL_OUTPUT",
    );
  }

  private doubledProviders(): string[] {
    const stack = TerraformStack.of(this);
    return Object.keys(vendorProviders)
      .filter((name) => defaultProviders(stack, name).length > 1)
      .map(
        (name) =>
          `the stack has several ${name} providers without an alias. The bindings made one since there was none yet: make yours before the bindings, or give it an alias and pass it to them by name`,
      );
  }

  private installAtSynth(stack: TerraformStack, lockFolder: string): void {
    const inner = stack.synthesizer;
    stack.synthesizer = {
      synthesize: (session) => {
        inner.synthesize(session);
        const { workingDirectory, synthesizedStackPath } = session.manifest.forStack(stack);
        const folder = join(session.outdir, workingDirectory);
        installProviderPackage(folder, { bundles: bundleFolder(), version: versionOf(this) });
        const committed = join(lockFolder, `${stack.node.id}.terraform.lock.hcl`);
        writeLockFile(
          folder,
          lockedProviders(join(session.outdir, synthesizedStackPath)),
          committed,
        );
      },
    };
  }
}

function providerIn(stack: TerraformStack): DruvaProvider | undefined {
  return stack.allProviders().find((each) => each instanceof DruvaProvider);
}

function named<T>(entries: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(entries ?? {});
}

function versionOf(provider: DruvaProvider): string {
  return provider.terraformGeneratorMetadata?.providerVersionConstraint ?? "";
}

/**
 * Those whose version is certain without asking a registry. What the synthesized stack asks for
 * counts: it may have been overridden since a provider was made.
 */
function lockedProviders(stackFile: string): LockedProvider[] {
  const { terraform } = JSON.parse(readFileSync(stackFile, "utf8")) as StackFile;
  return Object.entries(terraform?.required_providers ?? {}).flatMap(
    ([name, { source = name, version: constraints = "" }]) => {
      const address = fullAddress(source);
      const tested = Object.values(vendorProviders).find(
        (each) => fullAddress(each.source) === address && each.versions === constraints,
      );
      if (tested !== undefined) return [{ address, version: tested.testedVersion, constraints }];
      return EXACT.test(constraints) ? [{ address, version: constraints, constraints }] : [];
    },
  );
}

/** The part of cdk.tf.json that is read back. */
interface StackFile {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source?: string; readonly version?: string }>
    >;
  };
}
