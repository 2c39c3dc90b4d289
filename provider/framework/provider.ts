/** What a provider is to this framework: a configuration, and resources by their type's name. */
import type { Diagnostic } from "./diagnostics";
import type { DataSource, Resource } from "./resource";
import type { Configured, Fields, Schema } from "./schema";

/**
 * A provider. `F` are the fields of its configuration, `Client` is what `configure` makes of them
 * and every resource gets as `context.client`.
 *
 * Resources and data sources of any fields fit into the two maps: each is called only with values
 * that were read by its own schema.
 */
export interface Provider<F extends Fields, Client> {
  readonly schema: Schema<F>;

  /** Values may still be unknown in a plan. Called once, before any resource is read or planned. */
  configure(
    config: Configured<F>,
    context: {
      readonly signal: AbortSignal;
      warn(diagnostic: Omit<Diagnostic, "severity">): void;
    },
  ): Client | Promise<Client>;

  /** By type: "druva_scim_token". */
  readonly resources: Readonly<Record<string, Resource<Fields, Fields, Client>>>;
  readonly dataSources: Readonly<Record<string, DataSource<Fields, Client>>>;
}

/** Gives a provider its types: `provider<Client>()({ schema, configure, resources, dataSources })`. */
export const provider =
  <Client>() =>
  <const F extends Fields>(definition: Provider<F, Client>): Provider<F, Client> =>
    definition;
