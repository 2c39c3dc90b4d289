import { readFileSync } from "node:fs";
import { join } from "node:path";

import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { z } from "zod";

import { checkProps } from "./check-props";
import {
  DruvaProvider as GeneratedDruvaProvider,
  type DruvaProviderConfig,
  type DruvaProviderEntra,
  type DruvaProviderOkta,
} from "./generated/druva/provider";
import { fullAddress, type LockedProvider, writeLockFile } from "./installation/lock-file";
import { bundleFolder, installProviderPackage } from "./installation/provider-package";
import { stockProviders } from "./installation/stock-providers";
import type { Fault } from "./rules/fault";
import { hasUser } from "./rules/text";
import { writtenSecret } from "./secrets";
import { SynthError } from "./synth-error";
import { defaultProviders } from "./vendor-providers";

export interface DruvaProviderProps extends Omit<DruvaProviderConfig, "alias" | "boundElsewhere"> {
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

const text = z.string().exactOptional();
/** True, false or a reference. */
const flag = z
  .union([z.boolean(), z.looseObject({})], "true, false or a reference")
  .exactOptional();
const ENTRA_SECRETS = ["clientSecret", "clientCertificatePassword"] as const;
const OKTA_SECRETS = ["apiToken", "accessToken", "privateKey"] as const;
const SETTINGS = z.strictObject({
  scimUrl: text,
  journalDir: text,
  lockFolder: text,
  entra: z
    .record(
      z.string(),
      z.strictObject({
        tenantId: text,
        clientId: text,
        clientSecret: text,
        clientCertificatePath: text,
        clientCertificatePassword: text,
        useOidc: flag,
        useCli: flag,
        useMsi: flag,
        environment: text,
        metadataHost: text,
      }),
    )
    .exactOptional(),
  okta: z
    .record(
      z.string(),
      z.strictObject({
        orgName: text,
        baseUrl: text,
        apiToken: text,
        accessToken: text,
        clientId: text,
        privateKey: text,
        privateKeyId: text,
        scopes: z.array(z.string()).exactOptional(),
      }),
    )
    .exactOptional(),
});

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
    checkProps(this, SETTINGS, props, writtenSecrets);
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
    return Object.keys(stockProviders)
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
        const written = readFileSync(join(session.outdir, synthesizedStackPath), "utf8");
        writeLockFile(folder, providersToLock(JSON.parse(written) as StackFile), committed);
      },
    };
  }
}

function providerIn(stack: TerraformStack): DruvaProvider | undefined {
  return stack.allProviders().find((each) => each instanceof DruvaProvider);
}

/** A secret is a reference that Terraform resolves: a literal one would stand in cdktf.out for all to read. */
function writtenSecrets({ scimUrl, entra, okta }: z.infer<typeof SETTINGS>): Fault[] {
  const secrets = [
    ...Object.entries(entra ?? {}).flatMap(([way, entry]) =>
      ENTRA_SECRETS.map((key) => ({ path: ["entra", way, key], value: entry?.[key] })),
    ),
    ...Object.entries(okta ?? {}).flatMap(([way, entry]) =>
      OKTA_SECRETS.map((key) => ({ path: ["okta", way, key], value: entry?.[key] })),
    ),
  ];
  return [
    ...secrets.flatMap(({ path, value }) => writtenSecret(path, value)),
    ...(typeof scimUrl === "string" && hasUser(scimUrl)
      ? [
          {
            path: ["scimUrl"],
            code: "user-in-address",
            found: "found a user's name or password in an address",
            expected: "an address without them",
            todo: "Druva's SCIM service takes the token alone: leave out what stands before the @, and treat it as leaked",
          },
        ]
      : []),
  ];
}

function versionOf(provider: DruvaProvider): string {
  return provider.terraformGeneratorMetadata?.providerVersionConstraint ?? "";
}

/**
 * What the synthesized stack asks for counts: it may have been overridden since a provider was made.
 * `required`: not known of a stack with modules, which ask for providers themselves. `providers`: those
 * whose version is certain without asking a registry.
 */
function providersToLock({ terraform, module }: StackFile): Parameters<typeof writeLockFile>[1] {
  const asked = Object.entries(terraform?.required_providers ?? {}).map(
    ([name, { source = name, version: constraints = "" }]) => ({
      address: fullAddress(source),
      constraints,
    }),
  );
  const providers = asked.flatMap(({ address, constraints }): LockedProvider[] => {
    const tested = Object.values(stockProviders).find(
      (each) => fullAddress(each.source) === address && each.versions === constraints,
    );
    if (tested !== undefined) return [{ address, version: tested.testedVersion, constraints }];
    return EXACT.test(constraints) ? [{ address, version: constraints, constraints }] : [];
  });
  return {
    required: module === undefined ? asked.map(({ address }) => address) : undefined,
    providers,
  };
}

/** The part of cdk.tf.json that is read back. */
interface StackFile {
  readonly module?: object;
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source?: string; readonly version?: string }>
    >;
  };
}
