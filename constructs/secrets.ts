/** Secrets are references that Terraform resolves: a literal one would stand in cdktf.out for all to read. */
import { Token } from "cdktf";

import { SynthError } from "./synth-error";

/** The value itself is never repeated in the message. */
export function refuseLiteralSecret(where: string, value: string | undefined): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  throw new SynthError(
    where,
    "a secret is written down in the configuration",
    "It would be stored in cdktf.out as plain text. Give it in the environment, or as a reference to a sensitive TerraformVariable, and treat the one that was written down as leaked",
  );
}

/** Such an address is stored in cdktf.out, and shown in messages. It is not repeated. */
export function refuseUserInAddress(where: string, address: string | undefined): void {
  if (address === undefined || !/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(address)) return;
  throw new SynthError(
    where,
    "a user's name or password in an address",
    "Druva's SCIM service takes the token alone: leave out what stands before the @, and treat it as leaked",
  );
}
