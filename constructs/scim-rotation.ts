import type { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import type { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { Construct } from "constructs";
import { z } from "zod";

import { checkProps } from "./check-props";
import {
  commandEntry,
  CommandScimBinding,
  type CommandScimBindingProps,
} from "./command-scim-binding";
import {
  type EntraApplication,
  entraEntry,
  EntraScimBinding,
  type EntraScimBindingProps,
} from "./entra-scim-binding";
import {
  type OktaApp,
  oktaEntry,
  OktaScimBinding,
  type OktaScimBindingProps,
} from "./okta-scim-binding";
import type { Fault } from "./rules/fault";
import { bindingFaults, tokenFaults } from "./rules/tenant-rules";
import { type IScimBinding, RENAMED_AND_RELEASED } from "./scim-binding";
import { DruvaScimToken, type DruvaScimTokenProps, scimTokenSettings } from "./scim-token";
import { renamedFrom } from "./state-moves";
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

const SETTINGS = z.strictObject({
  ...scimTokenSettings,
  entra: z.array(z.strictObject(entraEntry)).exactOptional(),
  okta: z.array(z.strictObject(oktaEntry)).exactOptional(),
  command: z.array(z.strictObject(commandEntry)).exactOptional(),
  earlierId: z.string().exactOptional(),
});

/** A Druva tenant's token together with all that holds it. */
export class DruvaScimRotation extends Construct {
  readonly token: DruvaScimToken;
  readonly bindings: readonly IScimBinding[];

  constructor(scope: Construct, id: string, props: DruvaScimRotationProps) {
    super(scope, id);
    checkProps(this, SETTINGS, props, faultsOfRotation);
    const { entra = [], okta = [], command = [], earlierId, ...tokenProps } = props;
    this.token = new DruvaScimToken(this, "token", tokenProps);
    const { token } = this;
    // Ids come from the vendors' own, never from an index: an entry more or less, or another
    // order, must not move a single address in the state.
    this.bindings = [
      ...entra.map(
        ({ id, name, jobId, ...rest }) =>
          new EntraScimBinding(this, `entra-${id.toLowerCase()}`, {
            token,
            application: { id, name, jobId },
            ...rest,
          }),
      ),
      ...okta.map(
        ({ id, name, ...rest }) =>
          new OktaScimBinding(this, `okta-${id}`, { token, app: { id, name }, ...rest }),
      ),
      ...command.map(
        (entry) => new CommandScimBinding(this, `command-${entry.name}`, { token, ...entry }),
      ),
    ];
    if (earlierId !== undefined) renamedFrom(earlierId, this);
  }
}

function faultsOfRotation(props: z.infer<typeof SETTINGS>): Fault[] {
  const { entra, okta, command, earlierId, allowDestroy } = props;
  const entries = [...(entra ?? []), ...(okta ?? []), ...(command ?? [])];
  const releases = allowDestroy === true || entries.some((each) => each?.released === true);
  return [
    ...tokenFaults(props),
    ...bindingFaults(props, props),
    ...(releases && typeof earlierId === "string" ? [RENAMED_AND_RELEASED] : []),
  ];
}
