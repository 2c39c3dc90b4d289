/** Does another identity provider hold the living token? The user's own command tells. */
import { DEADLINE_SECONDS, runTestCommand } from "../clients/binding-test-command";
import type { Clients } from "../clients/clients";
import { runCommand } from "../clients/command";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import type { Config, State } from "../framework/schema";
import { settled } from "../framework/settled";
import { isUnknown, known } from "../framework/unknown";
import type { BoundPlace } from "../rotation/connection-test";
import { setting } from "../rotation/setting";
import { connectionTest } from "./connection-test";
import { commandConnectionTestFields, connectionTestPrivateFields } from "./connection-test.fields";

type Args = State<typeof commandConnectionTestFields>;
type Written = Config<typeof commandConnectionTestFields>;

export const commandConnectionTest = resource<Clients>()({
  schema: {
    description:
      "A tested binding of any other place: passes once your own test command ends with 0 for the living token's fingerprint.",
    version: 0,
    fields: commandConnectionTestFields,
  },
  privateSchema: connectionTestPrivateFields,

  validate(config) {
    for (const name of ["bind_command", "test_command"] as const) {
      const command = known(config[name]);
      if (command !== undefined && (command.length === 0 || command[0] === "")) {
        throw new ProviderError({
          summary: "No command is given",
          detail: `Found an empty ${setting(name)}, expected a program and its arguments, as a list: they are started without a shell.`,
          attribute: [name],
        });
      }
    }
    const seconds = isUnknown(config.deadline_seconds) ? null : config.deadline_seconds;
    if (seconds !== null && seconds < 1) {
      throw new ProviderError({
        summary: "No time is left for the commands",
        detail: `${setting("deadline_seconds")}: found ${seconds}, expected a whole number of seconds from 1 on.`,
        attribute: ["deadline_seconds"],
      });
    }
  },

  ...connectionTest<Args, Written>({
    nameOf: ({ name }) => `Command binding ${String(name)}`,
    settle: (planned, outcome) => settled<typeof commandConnectionTestFields>(planned, outcome),
    urlOf: ({ base_url }) => base_url,
    // Both commands get the SCIM URL that is meant, so its test judges that, whatever was before.
    place: (args, _known, clients) => commandPlace(args, clients),
  }),
});

function commandPlace(args: Args, { environment, scim }: Clients): BoundPlace {
  const { fingerprint, bind_command, test_command } = args;
  const url = { DRUVA_SCIM_URL: args.base_url ?? scim.url };
  const common = {
    passed: args.environment ?? [],
    environment,
    deadlineSeconds: args.deadline_seconds ?? DEADLINE_SECONDS,
  };
  return {
    name: `Command binding ${args.name}`,
    provenBy: "test",

    async test(signal) {
      const test = { ...common, command: test_command, variables: url };
      return runTestCommand(fingerprint, test, signal);
    },

    async tryToken(token, signal) {
      return scim.probe(token, signal);
    },

    async write(token, signal) {
      const variables = { DRUVA_SCIM_TOKEN: token, ...url };
      const ending = await runCommand({ ...common, command: bind_command, variables }, signal);
      if ("exitCode" in ending && ending.exitCode === 0) return;
      const how =
        "failure" in ending ? ending.failure : `${bind_command[0]} ended with ${ending.exitCode}`;
      throw new ProviderError({
        summary: "A binding did not take the token",
        detail: `Command binding ${args.name}: ${how}. What it printed is not shown, it could hold the token. Run it by hand to see, mend it, and apply again: the same token is used, none is issued.`,
        attribute: ["bind_command"],
      });
    },
  };
}
