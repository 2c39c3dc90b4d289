import { DataOktaApp } from "@cdktf/provider-okta/lib/data-okta-app";
import type { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { Construct } from "constructs";
import { z } from "zod";

import { bindingSettings, checkProps, namedProvider } from "./check-props";
import { OktaBinding } from "./generated/druva/okta-binding";
import { AppConnection } from "./generated/okta/app-connection";
import { oktaSettings } from "./rules/settings";
import { oktaFaults } from "./rules/tenant-rules";
import {
  givenBy,
  type IScimBinding,
  isReleased,
  faultsOfBinding,
  type ScimBindingProps,
  tokenSettingsOf,
} from "./scim-binding";
import { ForgottenResource, renamedFrom } from "./state-moves";
import { type NamedProvider, useVendorProvider } from "./vendor-providers";

export interface OktaApp {
  /** The app's id, "0oa…". The app itself is never managed. */
  readonly id: string;
  /**
   * What people call it; shown in messages.
   * @default the id
   */
  readonly name?: string | undefined;
}

export interface OktaScimBindingProps extends ScimBindingProps {
  readonly app: OktaApp;
  /** @default the stack's okta provider without an alias, "default" */
  readonly provider?: NamedProvider<OktaProvider> | undefined;
  /**
   * Who writes the token. "druva": the druva provider, by Okta's connections API. "okta":
   * okta_app_connection, which the druva provider then tests. "person": that API refuses this app
   * ("Druva 2.0" today), so somebody enters the token in the Admin Console.
   * @default "druva"
   */
  readonly through?: "druva" | "okta" | "person" | undefined;
  /** For a person's app: the fingerprint of the token that was entered and tested in the Admin Console. */
  readonly confirmed?: string | undefined;
  /** Why it cannot be tested. Every plan repeats it. */
  readonly untestable?: string | undefined;
}

const { id, name, ...others } = oktaSettings;
/** One Okta app of a rotation. */
export const oktaEntry = { ...oktaSettings, provider: namedProvider.exactOptional() };
const SETTINGS = z.strictObject({
  ...bindingSettings,
  app: z.strictObject({ id, name }),
  ...others,
  provider: namedProvider.exactOptional(),
});

/** Puts the token into one Okta app, or waits for the person who does, and tests it. */
export class OktaScimBinding extends Construct implements IScimBinding {
  readonly tested: OktaBinding | undefined;

  constructor(scope: Construct, id: string, given: OktaScimBindingProps) {
    super(scope, id);
    checkProps(this, SETTINGS, given, (settings) => [
      ...faultsOfBinding(settings),
      ...oktaFaults(settings, tokenSettingsOf(settings)),
    ]);
    // Written out or not, the default is the same state.
    const props = { ...given, through: given.through === "druva" ? undefined : given.through };
    // A block that was given is installed whether anything here uses it or not.
    if (props.provider !== undefined) useVendorProvider(this, "okta", props.provider);
    this.tested = isReleased(props) ? this.release(props) : this.bind(props);
    if (props.earlierId !== undefined) renamedFrom(props.earlierId, this);
  }

  private bind(props: OktaScimBindingProps): OktaBinding {
    const { token, app, provider, through, confirmed, untestable } = props;
    token.addConsumer(
      { kind: "okta", ...app, provider: provider?.name, through, untestable },
      this,
    );
    return new OktaBinding(this, "binding", {
      appId: app.id,
      okta: provider?.name,
      through,
      confirmed,
      untestable,
      ...(token.isKnown && { baseUrl: token.scimUrl }),
      ...givenBy(token),
      dependsOn: token.isKnown ? this.putBefore(props) : [],
    });
  }

  private putBefore({ token, app, provider, through }: OktaScimBindingProps): AppConnection[] {
    if (through !== "okta") {
      // Where okta saved it in an earlier deploy: the connection stays as it is.
      new ForgottenResource(this, "connection", "okta_app_connection");
      return [];
    }
    useVendorProvider(this, "okta", provider);
    const meta = provider && { provider: provider.provider };
    const data = new DataOktaApp(this, "app", { id: app.id, ...meta });
    const connection = new AppConnection(this, "connection", {
      id: data.id,
      action: "activate",
      baseUrl: token.scimUrl,
      profile: { authScheme: "TOKEN", token: token.value },
      ...meta,
    });
    return [connection];
  }

  private release({ token, app }: OktaScimBindingProps): undefined {
    token.addReleased("okta", app.id);
    new ForgottenResource(this, "connection", "okta_app_connection");
    new ForgottenResource(this, "binding", "druva_okta_binding");
  }
}
