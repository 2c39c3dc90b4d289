import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import type { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { SynchronizationJob } from "@cdktf/provider-azuread/lib/synchronization-job";
import { SynchronizationSecret } from "@cdktf/provider-azuread/lib/synchronization-secret";
import {
  type ComplexList,
  conditional,
  Op,
  TerraformIterator,
  type TerraformResource,
} from "cdktf";
import { Construct } from "constructs";
import { z } from "zod";

import { bindingSettings, checkProps, namedProvider } from "./check-props";
import { DataDruvaEntraSettings } from "./generated/druva/data-druva-entra-settings";
import { EntraBinding } from "./generated/druva/entra-binding";
import { entraSettings } from "./rules/settings";
import { entraFaults } from "./rules/tenant-rules";
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

export interface EntraApplication {
  /** The enterprise application's object id (not the Application ID). */
  readonly id: string;
  /**
   * What people call it; shown in messages.
   * @default the id
   */
  readonly name?: string | undefined;
  /**
   * Which provisioning job to test.
   * @default the only one
   */
  readonly jobId?: string | undefined;
}

/** The settings that the portal saves beside the credentials. */
export type HiddenSettings = Readonly<
  Partial<Record<"SyncAll" | "SyncNotificationSettings", string>>
>;

export interface EntraScimBindingProps extends ScimBindingProps {
  readonly application: EntraApplication;
  /** @default the stack's azuread provider without an alias, "default" */
  readonly provider?: NamedProvider<AzureadProvider> | undefined;
  /**
   * Who writes the token. "druva": the druva provider, beside all settings that are saved there.
   * "azuread": azuread_synchronization_secret, which the druva provider then tests and heals.
   * @default "druva"
   */
  readonly through?: "druva" | "azuread" | undefined;
  /**
   * Saved as the Tenant URL exactly as written, with its query.
   * @default the token's SCIM URL; a saved one that differs only in its query stays
   */
  readonly tenantUrl?: string | undefined;
  /**
   * Values of saved settings that Graph hides of this application: they are saved again with each token.
   * @default Graph shows them all
   */
  readonly hiddenSettings?: HiddenSettings | undefined;
  /**
   * Creates the provisioning job, which starts it. Not for an application that has one.
   * @default false
   */
  readonly manageJob?: boolean | undefined;
  /** With `manageJob`: the template's id, as Graph lists it for the application. */
  readonly templateId?: string | undefined;
  /** Why it cannot be tested. Every plan repeats it. */
  readonly untestable?: string | undefined;
}

const { id, name, jobId, ...others } = entraSettings;
/** One Entra application of a rotation. */
export const entraEntry = { ...entraSettings, provider: namedProvider.exactOptional() };
const SETTINGS = z.strictObject({
  ...bindingSettings,
  application: z.strictObject({ id, name, jobId }),
  ...others,
  // CDKTF may take it from Graph.
  templateId: z.string().exactOptional(),
  provider: namedProvider.exactOptional(),
});

/** Puts the token into one Entra enterprise application, and tests the saved credentials. */
export class EntraScimBinding extends Construct implements IScimBinding {
  readonly tested: EntraBinding | undefined;

  constructor(scope: Construct, id: string, given: EntraScimBindingProps) {
    super(scope, id);
    checkProps(this, SETTINGS, given, (settings) => [
      ...faultsOfBinding(settings),
      ...entraFaults(settings, tokenSettingsOf(settings)),
    ]);
    const props = {
      ...given,
      // Graph answers in lower case; another writing would be another consumer, and another resource.
      application: { ...given.application, id: given.application.id.toLowerCase() },
      // Written out or not, the default is the same state.
      through: given.through === "druva" ? undefined : given.through,
    };
    // A block that was given is installed whether anything here uses it or not.
    if (props.provider !== undefined) useVendorProvider(this, "azuread", props.provider);
    this.tested = isReleased(props) ? this.release(props) : this.bind(props);
    if (props.earlierId !== undefined) renamedFrom(props.earlierId, this);
  }

  private bind(props: EntraScimBindingProps): EntraBinding {
    const { token, application, provider, manageJob, ...rest } = props;
    const { through, tenantUrl, hiddenSettings, untestable } = rest;
    token.addConsumer(
      {
        kind: "entra",
        ...application,
        provider: provider?.name,
        through,
        untestable,
        manageJob,
        tenantUrl,
        hiddenSettings,
      },
      this,
    );
    return new EntraBinding(this, "binding", {
      servicePrincipalId: application.id,
      entra: provider?.name,
      jobId: application.jobId,
      through,
      tenantUrl,
      hiddenSettings,
      untestable,
      ...(token.isKnown && { baseAddress: token.scimUrl }),
      ...givenBy(token),
      dependsOn: token.isKnown ? this.putBefore(props) : [],
    });
  }

  /** What azuread makes: it comes before the binding, which tests what is saved in the end. */
  private putBefore(props: EntraScimBindingProps): TerraformResource[] {
    const { application, provider, through, manageJob = false, templateId } = props;
    const template = manageJob ? templateId : undefined;
    // What azuread made in an earlier deploy stays in Entra: a delete of the secret would empty the
    // credentials, one of the job would end the provisioning.
    if (through !== "azuread") {
      new ForgottenResource(this, "secret", "azuread_synchronization_secret");
    }
    if (template === undefined) {
      new ForgottenResource(this, "job", "azuread_synchronization_job");
    }
    if (through !== "azuread" && template === undefined) return [];

    useVendorProvider(this, "azuread", provider);
    const meta = provider && { provider: provider.provider };
    // Depends on nothing: read later, in apply, it would make the secret "must be replaced".
    const { id: servicePrincipalId } = new DataAzureadServicePrincipal(this, "application", {
      objectId: application.id,
      ...meta,
    });
    const secret =
      through === "azuread"
        ? [
            new SynchronizationSecret(this, "secret", {
              servicePrincipalId,
              credential: this.credentials(props),
              lifecycle: { preventDestroy: true }, // a delete empties Entra's credentials
              ...meta,
            }),
          ]
        : [];
    if (template === undefined) return secret;
    const job = new SynchronizationJob(this, "job", {
      servicePrincipalId,
      templateId: template,
      dependsOn: secret,
      ...meta,
    });
    return [...secret, job];
  }

  /** All settings to save with the token. Known in the plan, so this depends on nothing either. */
  private credentials({ token, application, provider, ...rest }: EntraScimBindingProps) {
    const settings = new DataDruvaEntraSettings(this, "settings", {
      servicePrincipalId: application.id,
      entra: provider?.name,
      tenantUrl: rest.tenantUrl,
      hiddenSettings: rest.hiddenSettings,
    });
    const each = new EachInOrder(settings.credentials);
    const key = each.getString("key");
    return each.dynamic({
      key,
      value: conditional(Op.eq(key, "SecretToken"), token.value, each.getString("value")),
    });
  }

  private release({ token, application }: EntraScimBindingProps): undefined {
    token.addReleased("entra", application.id);
    new ForgottenResource(this, "secret", "azuread_synchronization_secret");
    new ForgottenResource(this, "job", "azuread_synchronization_job");
    new ForgottenResource(this, "binding", "druva_entra_binding");
  }
}

/** Of a list of objects, in its order. CDKTF's own iterators make a set or a map of it, which sorts. */
class EachInOrder extends TerraformIterator {
  constructor(private readonly list: ComplexList) {
    super();
  }

  override _getForEachExpression(): unknown {
    return this.list;
  }
}
