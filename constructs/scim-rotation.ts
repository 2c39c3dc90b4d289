import type { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import type { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { Construct } from "constructs";

import { CommandScimBinding, type CommandScimBindingProps } from "./command-scim-binding";
import {
  type EntraApplication,
  EntraScimBinding,
  type EntraScimBindingProps,
} from "./entra-scim-binding";
import { type OktaApp, OktaScimBinding, type OktaScimBindingProps } from "./okta-scim-binding";
import type { IScimBinding } from "./scim-binding";
import { DruvaScimToken, type DruvaScimTokenProps } from "./scim-token";
import { renamedFrom } from "./state-moves";
import { SynthError } from "./synth-error";
import type { NamedProvider } from "./vendor-providers";

/** One Entra application of a rotation. */
export interface EntraEntry
  extends EntraApplication, Omit<EntraScimBindingProps, "token" | "application" | "earlierId"> {
  readonly provider?: NamedProvider<AzureadProvider> | undefined;
}

/** One Okta app of a rotation. */
export interface OktaEntry
  extends OktaApp, Omit<OktaScimBindingProps, "token" | "app" | "earlierId"> {
  readonly provider?: NamedProvider<OktaProvider> | undefined;
}

/** Another identity provider of a rotation. */
export type CommandEntry = Omit<CommandScimBindingProps, "token" | "earlierId">;

export interface DruvaScimRotationProps extends DruvaScimTokenProps {
  /** @default none */
  readonly entra?: readonly EntraEntry[] | undefined;
  /** @default none */
  readonly okta?: readonly OktaEntry[] | undefined;
  /** @default none */
  readonly command?: readonly CommandEntry[] | undefined;
  /**
   * The construct's id in the same scope in an earlier deploy, when it was renamed.
   * @default it was never renamed
   */
  readonly earlierId?: string | undefined;
}

/** A Druva tenant's token together with all that holds it. */
export class DruvaScimRotation extends Construct {
  readonly token: DruvaScimToken;
  readonly bindings: readonly IScimBinding[];

  constructor(scope: Construct, id: string, props: DruvaScimRotationProps) {
    super(scope, id);
    const { entra = [], okta = [], command = [], earlierId, ...tokenProps } = props;
    this.token = new DruvaScimToken(this, "token", tokenProps);
    const { token } = this;
    // Ids come from the vendors' own, never from an index: an entry more or less, or another
    // order, must not move a single address in the state.
    this.bindings = [
      ...unique(this.node.path, "entra", entra, ({ id }) => id.toLowerCase()).map(
        ({ id, name, jobId, ...rest }) =>
          new EntraScimBinding(this, `entra-${id.toLowerCase()}`, {
            token,
            application: { id, name, jobId },
            ...rest,
          }),
      ),
      ...unique(this.node.path, "okta", okta, ({ id }) => id).map(
        ({ id, name, ...rest }) =>
          new OktaScimBinding(this, `okta-${id}`, { token, app: { id, name }, ...rest }),
      ),
      ...unique(this.node.path, "command", command, ({ name }) => name).map(
        (entry) => new CommandScimBinding(this, `command-${entry.name}`, { token, ...entry }),
      ),
    ];
    if (earlierId === undefined) return;
    if (token.releasesAll || [...entra, ...okta, ...command].some(({ released }) => released)) {
      throw new SynthError(
        `${this.node.path}: earlierId`,
        "a rotation that is renamed while it releases bindings",
        "Deploy under the new name first, then release them",
      );
    }
    renamedFrom(earlierId, this);
  }
}

function unique<T>(
  path: string,
  kind: string,
  entries: readonly T[],
  idOf: (entry: T) => string,
): readonly T[] {
  const seen = new Set<string>();
  for (const entry of entries) {
    const id = idOf(entry);
    if (seen.has(id)) {
      throw new SynthError(
        `${path}: ${kind}`,
        `${id} is there twice`,
        "Two bindings would overwrite each other: remove one",
      );
    }
    seen.add(id);
  }
  return entries;
}
