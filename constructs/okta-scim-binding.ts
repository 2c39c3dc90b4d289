import { DataOktaApp } from "@cdktf/provider-okta/lib/data-okta-app";
import type { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { Construct } from "constructs";

import { OktaConnectionTest } from "./generated/druva/okta-connection-test";
import { AppConnection } from "./generated/okta/app-connection";
import { checkOktaAppId } from "./identifiers";
import {
  isReleased,
  checkBinding,
  checkUntestable,
  type IScimBinding,
  type ScimBindingProps,
  testOf,
} from "./scim-binding";
import { addressOf, ForgottenResource, renamedFrom } from "./state-moves";
import { SynthError } from "./synth-error";
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
   * "api": Okta's connections API takes the token. "person": it refuses this app ("Druva 2.0"
   * today), so somebody enters the token in the Admin Console.
   * @default "api"
   */
  readonly enteredBy?: "api" | "person" | undefined;
  /** For a person's app: the fingerprint of the token that was entered and tested in the Admin Console. */
  readonly confirmed?: string | undefined;
  /** Why it cannot be tested. Every plan repeats it. */
  readonly untestable?: string | undefined;
}

/** Puts the token into one Okta app, or waits for the person who does, and tests it. */
export class OktaScimBinding extends Construct implements IScimBinding {
  readonly tested: OktaConnectionTest | undefined;

  constructor(scope: Construct, id: string, props: OktaScimBindingProps) {
    super(scope, id);
    check(this.node.path, props);
    useVendorProvider(this, "okta", props.provider);
    this.tested = isReleased(props) ? this.release(props) : this.bind(props);
    if (props.earlierId !== undefined) renamedFrom(props.earlierId, this);
  }

  private bind(props: OktaScimBindingProps): OktaConnectionTest {
    const { token, app, provider, enteredBy, confirmed, untestable } = props;
    token.addConsumer({
      kind: "okta",
      id: app.id,
      name: app.name,
      provider: provider?.name,
      enteredBy,
      ...addressOf(this),
    });
    return new OktaConnectionTest(this, "test", {
      appId: app.id,
      okta: provider?.name,
      enteredBy,
      confirmed,
      untestable,
      ...(token.isKnown && { baseUrl: token.scimUrl }),
      ...testOf(token),
      dependsOn: token.isKnown ? this.putInPlace(props) : [],
    });
  }

  private putInPlace({ token, app, provider, enteredBy }: OktaScimBindingProps) {
    const meta = provider && { provider: provider.provider };
    const data = new DataOktaApp(this, "app", { id: app.id, ...meta });
    if (enteredBy === "person") {
      // Where the API entered it before: the connection stays as it is.
      new ForgottenResource(this, "connection", "okta_app_connection");
      return [data];
    }
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
    new ForgottenResource(this, "test", "druva_okta_connection_test");
  }
}

function check(path: string, props: OktaScimBindingProps): void {
  const { token, app, enteredBy = "api", confirmed, untestable } = props;
  checkBinding(path, props);
  checkOktaAppId(`${path}: app.id`, app.id);
  checkUntestable(path, untestable);
  if (enteredBy === "person" && token.issuerKind === "command") {
    throw new SynthError(
      `${path}: enteredBy`,
      '"person" beside the issuer "command"',
      "The command makes the token while deploying, so nobody could enter it: hand tokens over, or leave this app out",
    );
  }
  if (confirmed === undefined) return;
  if (enteredBy !== "person") {
    throw new SynthError(
      `${path}: confirmed`,
      "a confirmation of an app that the API enters",
      'It is for `enteredBy: "person"`: leave it out',
    );
  }
  if (!/^[0-9a-f]{12}$/.test(confirmed)) {
    throw new SynthError(
      `${path}: confirmed`,
      "no fingerprint",
      "Expected the 12 hexadecimal digits that the stack's output `fingerprint` shows",
    );
  }
}
