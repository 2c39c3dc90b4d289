import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import type { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { SynchronizationJob } from "@cdktf/provider-azuread/lib/synchronization-job";
import { SynchronizationSecret } from "@cdktf/provider-azuread/lib/synchronization-secret";
import { Construct } from "constructs";

import { EntraConnectionTest } from "./generated/druva/entra-connection-test";
import { checkObjectId } from "./identifiers";
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

export interface EntraScimBindingProps extends ScimBindingProps {
  readonly application: EntraApplication;
  /** @default the stack's azuread provider without an alias, "default" */
  readonly provider?: NamedProvider<AzureadProvider> | undefined;
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

/** Puts the token into one Entra enterprise application, and tests the saved credentials. */
export class EntraScimBinding extends Construct implements IScimBinding {
  readonly tested: EntraConnectionTest | undefined;

  constructor(scope: Construct, id: string, given: EntraScimBindingProps) {
    super(scope, id);
    check(this.node.path, given);
    // Graph answers in lower case; another writing would be another consumer, and another resource.
    const application = { ...given.application, id: given.application.id.toLowerCase() };
    const props = { ...given, application };
    useVendorProvider(this, "azuread", props.provider);
    this.tested = isReleased(props) ? this.release(props) : this.bind(props);
    if (props.earlierId !== undefined) renamedFrom(props.earlierId, this);
  }

  private bind(props: EntraScimBindingProps): EntraConnectionTest {
    const { token, application, provider, manageJob = false, untestable } = props;
    token.addConsumer({
      kind: "entra",
      id: application.id,
      name: application.name,
      provider: provider?.name,
      jobId: application.jobId,
      ...(manageJob && { manageJob }),
      ...addressOf(this),
    });
    return new EntraConnectionTest(this, "test", {
      servicePrincipalId: application.id,
      entra: provider?.name,
      jobId: application.jobId,
      untestable,
      ...(token.isKnown && { baseAddress: token.scimUrl }),
      ...testOf(token),
      dependsOn: token.isKnown ? this.putInPlace(props) : [],
    });
  }

  private putInPlace(props: EntraScimBindingProps) {
    const { token, application, provider, manageJob = false, templateId } = props;
    const meta = provider && { provider: provider.provider };
    // Depends on nothing: read later, in apply, it would make the secret "must be replaced".
    const { id: servicePrincipalId } = new DataAzureadServicePrincipal(this, "application", {
      objectId: application.id,
      ...meta,
    });
    const secret = new SynchronizationSecret(this, "secret", {
      servicePrincipalId,
      credential: [
        { key: "BaseAddress", value: token.scimUrl },
        { key: "SecretToken", value: token.value },
      ],
      lifecycle: { preventDestroy: true }, // a delete empties Entra's credentials
      ...meta,
    });
    if (!manageJob || templateId === undefined) {
      // Where it was managed before: it goes on provisioning.
      new ForgottenResource(this, "job", "azuread_synchronization_job");
      return [secret];
    }
    const job = new SynchronizationJob(this, "job", {
      servicePrincipalId,
      templateId,
      dependsOn: [secret],
      ...meta,
    });
    return [secret, job];
  }

  private release({ token, application }: EntraScimBindingProps): undefined {
    token.addReleased("entra", application.id);
    new ForgottenResource(this, "secret", "azuread_synchronization_secret");
    new ForgottenResource(this, "job", "azuread_synchronization_job");
    new ForgottenResource(this, "test", "druva_entra_connection_test");
  }
}

function check(path: string, props: EntraScimBindingProps): void {
  const { token, application, manageJob = false, templateId, untestable } = props;
  checkBinding(path, props);
  checkObjectId(`${path}: application.id`, application.id);
  checkUntestable(path, untestable);
  if (manageJob && templateId === undefined) {
    throw new SynthError(
      `${path}: templateId`,
      "`manageJob` without a template",
      "Expected the synchronization template's id (Graph: GET /servicePrincipals/<id>/synchronization/templates)",
    );
  }
  if (manageJob && !token.isKnown) {
    throw new SynthError(
      `${path}: manageJob`,
      'a job of ours with `begin: "observe"`',
      "Observing changes nothing: leave it out until the token is adopted",
    );
  }
}
