/** The reviewed wish for a higher generation, as a pull request writes it into the config. */
import { TENANT } from "./acme";
import type { RepositoryOnSandbox } from "./repository-on-sandbox";

export async function requestRotation(
  repository: RepositoryOnSandbox,
  generation: number,
  reason: string,
): Promise<void> {
  const date = await repository.today();
  await repository.configure((config) =>
    config.setIn(["tenants", TENANT, "rotationRequest"], { generation, reason, date }),
  );
}
