/** `druva_command_binding`: any other place that holds the token. */
import { commandPlace } from "../bindings/command";
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import type { Configured, State } from "../framework/schema";
import { settled } from "../framework/settled";
import { known } from "../framework/unknown";
import { argumentName } from "../rotation/argument-name";
import { binding } from "./binding";
import { bindingPrivateFields, commandBindingFields } from "./binding.schema";

type Args = State<typeof commandBindingFields>;
type Written = Configured<typeof commandBindingFields>;

export const commandBinding = resource<Clients>()({
  schema: {
    description:
      "A tested binding of any other place: passes once your own test command ends with 0 for the current token's fingerprint.",
    version: 0,
    fields: commandBindingFields,
  },
  privateSchema: bindingPrivateFields,

  validate(config) {
    for (const name of ["bind_command", "test_command"] as const) {
      const command = known(config[name]);
      if (command === undefined || command[0]) continue;
      throw new ProviderError({
        summary: "No command is given",
        detail: `Found an empty ${argumentName(name)}, expected a program and its arguments, as a list: they are started without a shell.`,
        attribute: [name],
      });
    }
  },

  ...binding<Args, Written>({
    nameOf: ({ name }) => `Command binding ${String(name)}`,
    settle: (planned, outcome) => settled<typeof commandBindingFields>(planned, outcome),
    urlOf: ({ base_url }) => base_url,
    place: (args, scimUrl, _before, clients) =>
      commandPlace(
        {
          name: args.name,
          bindCommand: args.bind_command,
          testCommand: args.test_command,
          environment: args.environment ?? [],
          deadlineSeconds: args.deadline_seconds,
          fingerprint: args.fingerprint,
          scimUrl,
        },
        clients,
      ),
  }),
});
