/** `druva-scim forget`: the handed-over token leaves the code host's secrets, whatever came of it. */
import { z } from "zod";

import { handoverVariables } from "../provider/issuers/handover";
import { deleteEnvironmentSecret } from "./code-host/environment-secrets";
import { openCodeHost } from "./code-host/code-host";
import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { openWorkspace, selectTenant } from "./workspace";

export const forgetOptions = globalOptions.extend({
  environment: z.string().min(1, "the deployment environment's name is expected"),
});

export interface Forgotten {
  readonly tenant: string;
  /** The deployment environment. */
  readonly environment: string;
  /** The secret's name, which is the variable's. */
  readonly secret: string;
  /** False where there was none: nobody handed one over, or it is deleted already. */
  readonly deleted: boolean;
}

/** Throws a CliError where it is not certain that the secret is gone. */
export async function runForget(
  { config, tenant: name, json, environment: place }: z.output<typeof forgetOptions>,
  { terminal, environment }: Surroundings,
): Promise<ExitCode> {
  const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
  const [secret = ""] = handoverVariables(tenant.name, null);
  const host = await openCodeHost({ environment });
  const deleted = await deleteEnvironmentSecret(host, place, secret);
  const forgotten: Forgotten = { tenant: tenant.name, environment: place, secret, deleted };
  if (json) terminal.printJson(forgotten);
  else
    terminal.print(
      deleted
        ? `Deleted the secret ${secret} of environment ${place}.`
        : `There is no secret ${secret} in environment ${place}.`,
    );
  return EXIT.fine;
}
