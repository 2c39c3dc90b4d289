import { Resource } from "@cdktf/provider-null/lib/resource";
import { Construct } from "constructs";

import { checkCommand } from "./commands";
import { CommandConnectionTest } from "./generated/druva/command-connection-test";
import { checkWholeNumber, checkName } from "./identifiers";
import { BIND_COMMAND } from "./installation/provider-package";
import {
  isReleased,
  checkBinding,
  type IScimBinding,
  type ScimBindingProps,
  testOf,
} from "./scim-binding";
import { addressOf, ForgottenResource, renamedFrom } from "./state-moves";
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

/** Puts the token into another identity provider by a command of yours, and tests it by another. */
export class CommandScimBinding extends Construct implements IScimBinding {
  readonly tested: CommandConnectionTest | undefined;

  constructor(scope: Construct, id: string, props: CommandScimBindingProps) {
    super(scope, id);
    check(this.node.path, props);
    useVendorProvider(this, "null");
    this.tested = isReleased(props) ? this.release(props) : this.bind(props);
    if (props.earlierId !== undefined) renamedFrom(props.earlierId, this);
  }

  private bind(props: CommandScimBindingProps): CommandConnectionTest {
    const { token, name, bindCommand, testCommand, environment, deadlineSeconds } = props;
    token.addConsumer({
      kind: "command",
      id: name,
      bindCommand: [...bindCommand],
      testCommand: [...testCommand],
      ...addressOf(this),
    });
    return new CommandConnectionTest(this, "test", {
      name,
      bindCommand: [...bindCommand],
      testCommand: [...testCommand],
      environment: environment && [...environment],
      deadlineSeconds,
      ...(token.isKnown && { baseUrl: token.scimUrl }),
      ...testOf(token),
      dependsOn: token.isKnown ? [this.putInPlace(props)] : [],
    });
  }

  private putInPlace(props: CommandScimBindingProps): Resource {
    const { token, bindCommand: command, environment = [], deadlineSeconds = 60 } = props;
    return new Resource(this, "bind", {
      triggers: { fingerprint: token.fingerprint, scim_url: token.scimUrl },
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
    new ForgottenResource(this, "test", "druva_command_connection_test");
  }
}

function check(path: string, props: CommandScimBindingProps): void {
  const { name, bindCommand, testCommand, deadlineSeconds } = props;
  checkBinding(path, props);
  checkName(`${path}: name`, name);
  checkCommand(`${path}: bindCommand`, bindCommand, '["other-idp", "bind"]');
  checkCommand(`${path}: testCommand`, testCommand, '["other-idp", "test"]');
  if (deadlineSeconds !== undefined)
    checkWholeNumber(`${path}: deadlineSeconds`, deadlineSeconds, 1);
}
