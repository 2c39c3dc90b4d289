/** The reviewed wish for a higher generation, as a pull request writes it into the config. */
import { TENANT } from "./acme";
import type { Tour } from "./step";

export async function requestRotation(
  { sandbox: { control }, workplace }: Tour,
  generation: number,
  reason: string,
): Promise<void> {
  const date = (await control.clock.now()).toISOString().slice(0, 10);
  await workplace.configure((config) =>
    config.setIn(["tenants", TENANT, "rotationRequest"], { generation, reason, date }),
  );
}
