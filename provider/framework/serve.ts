/** Runs a provider as the process that Terraform starts. */
import { claimStdout } from "../protocol/claim-stdout";
import { servePlugin } from "../protocol/plugin";
import type { Provider } from "./provider";
import type { Fields } from "./schema";
import { providerService } from "./service";

// Here, and not in serve(): a module that is imported after this one may print as it loads.
claimStdout();

/**
 * Speaks plugin protocol 6 with the Terraform that started this process, then ends the process.
 * A provider's main.ts has nothing else to do, and imports this first: `void serve(provider)`.
 */
export function serve<Client>(provider: Provider<Fields, Client>): Promise<never> {
  return servePlugin(providerService(provider));
}
