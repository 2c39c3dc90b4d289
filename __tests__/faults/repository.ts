/** The repository that scenarios begin in: with all of the provider's rules, or without one. */
import { RepositoryOnSandbox, type RepositoryOptions } from "../../tour/repository-on-sandbox";
import type { Sabotage } from "../../tour/sabotage";

let missing: Sabotage | undefined;

/** From now on the druva provider is without that rule: scenarios fail that rely on it. */
export function sabotageWith(rule: Sabotage): void {
  missing = rule;
}

export async function startRepository(
  options: RepositoryOptions = {},
): Promise<RepositoryOnSandbox> {
  return await RepositoryOnSandbox.start({ ...options, sabotage: missing && [missing] });
}
