import { Resource } from "@cdktf/provider-null/lib/resource";
import { Construct } from "constructs";
import { z } from "zod";

import { bindingSettings, checkProps } from "./check-props";
import { CommandBinding } from "./generated/druva/command-binding";
import { BIND_COMMAND } from "./installation/provider-package";
import { command, commandSettings, name } from "./rules/settings";
import {
  isReleased,
  faultsOfBinding,
  givenBy,
  type IScimBinding,
  type ScimBindingProps,
} from "./scim-binding";
import { ForgottenResource, renamedFrom } from "./state-moves";
import { useVendorProvider } from "./vendor-providers";

export interface CommandScimBindingProps extends ScimBindingProps {
  /** A short name; it cannot change. */
  readonly name: string;
  /**
   * Program and arguments, without a shell, that put the token in place. Gets it as
   * DRUVA_SCIM_TOKEN in its environment, the URL as DRUVA_SCIM_URL.
   */
  readonly bindCommand: readonly string[];
  /**
   * Program and arguments, without a shell. Gets DRUVA_SCIM_FINGERPRINT and DRUVA_SCIM_URL, never
   * the token. Exit code 0: holds it, 10: does not, else: no verdict.
   */
  readonly testCommand: readonly string[];
  /**
   * Names of the further variables that both commands get.
   * @default PATH only
   */
  readonly environment?: readonly string[] | undefined;
  /** @default 60 */
  readonly deadlineSeconds?: number | undefined;
}

/** What a command binding has beside the token; also an entry of a rotation. */
export const commandEntry = {
  name,
  bindCommand: command,
  testCommand: command,
  ...commandSettings,
};
const SETTINGS = z.strictObject({ ...bindingSettings, ...commandEntry });

/** Puts the token into another identity provider by a command of yours, and tests it by another. */
export class CommandScimBinding extends Construct implements IScimBinding {
  readonly tested: CommandBinding | undefined;

  constructor(scope: Construct, id: string, props: CommandScimBindingProps) {
    super(scope, id);
    checkProps(this, SETTINGS, props, faultsOfBinding);
    this.tested = isReleased(props) ? this.release(props) : this.bind(props);
    if (props.earlierId !== undefined) renamedFrom(props.earlierId, this);
  }

  private bind(props: CommandScimBindingProps): CommandBinding {
    const { token, name, bindCommand, testCommand, environment, deadlineSeconds } = props;
    const commands = { bindCommand: [...bindCommand], testCommand: [...testCommand] };
    const limits = { environment: environment && [...environment], deadlineSeconds };
    token.addConsumer({ kind: "command", id: name, ...commands, ...limits }, this);
    return new CommandBinding(this, "binding", {
      name,
      ...commands,
      ...limits,
      ...(token.isKnown && { baseUrl: token.scimUrl }),
      ...givenBy(token),
      dependsOn: token.isKnown ? [this.runBindCommand(props)] : [],
    });
  }

  private runBindCommand(props: CommandScimBindingProps): Resource {
    const { token, bindCommand: command, environment = [], deadlineSeconds = 60 } = props;
    useVendorProvider(this, "null");
    return new Resource(this, "bind", {
      triggers: { fingerprint: token.fingerprint, scim_url: token.scimUrl },
      // Else a deploy that fails at the token would already have dropped it from the state.
      lifecycle: { createBeforeDestroy: true },
      provisioners: [
        {
          type: "local-exec",
          interpreter: ["node", BIND_COMMAND],
          command: JSON.stringify({ command, environment, deadlineSeconds }),
          // Not on the command line, where the process list would show it.
          environment: { DRUVA_SCIM_TOKEN: token.value, DRUVA_SCIM_URL: token.scimUrl },
        },
      ],
    });
  }

  private release({ token, name }: CommandScimBindingProps): undefined {
    token.addReleased("command", name);
    new ForgottenResource(this, "bind", "null_resource");
    new ForgottenResource(this, "binding", "druva_command_binding");
  }
}
