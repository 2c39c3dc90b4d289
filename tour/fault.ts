/** The fault of step 5: Entra refuses the next write of one principal's secrets, once. */
import type { ControlClient } from "../sandbox/control/client";
import type { Fault } from "../sandbox/control/types";

export async function failNextSecretWrite(
  control: ControlClient,
  principal: string,
): Promise<Fault> {
  return await control.faults.add({
    host: "entra",
    method: "PUT",
    path: `/v1.0/servicePrincipals/${principal}/synchronization/secrets`,
    status: 400,
    body: { error: { code: "Fault", message: "injected" } },
    count: 1,
  });
}
