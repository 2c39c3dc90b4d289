/** What a provider answers to each of Terraform's calls. */
import type { ProviderService } from "../protocol/plugin";
import { Calls } from "./call";
import { ProviderError } from "./diagnostics";
import { checkLimits } from "./limits";
import type { Provider } from "./provider";
import { resourceService } from "./resource-service";
import type { Fields, Schema } from "./schema";
import { decodeObject, encodeState } from "./values";
import { wireSchema } from "./wire-schema";

const serverCapabilities = {
  // A destroy is planned too: a resource may refuse it.
  planDestroy: true,
  // Terraform may keep the schema of another process of the same provider.
  getProviderSchemaOptional: true,
  // A move from another type is asked for, so that the refusal can say what to do.
  moveResourceState: true,
};

export function providerService<Client>(provider: Provider<Fields, Client>): ProviderService {
  const { schema, resources, dataSources } = provider;
  const calls = new Calls();
  let configured: { readonly client: Client } | undefined;

  const client = () => {
    if (configured === undefined) throw new Error("used before it was configured");
    return configured.client;
  };
  const findResource = (typeName: string) => find(resources, typeName);
  const findDataSource = (typeName: string) => find(dataSources, typeName);

  return {
    getMetadata: () => ({
      serverCapabilities,
      resources: Object.keys(resources).map((typeName) => ({ typeName })),
      dataSources: Object.keys(dataSources).map((typeName) => ({ typeName })),
    }),

    getProviderSchema: () => ({
      serverCapabilities,
      provider: wireSchema(schema),
      resourceSchemas: wireSchemas(resources),
      dataSourceSchemas: wireSchemas(dataSources),
    }),

    validateProviderConfig: ({ config }, { signal }) =>
      calls.answer(schema.fields, signal, (call) => {
        checkLimits(schema.fields, call.hide(schema.fields, decodeObject(schema.fields, config)));
        return {};
      }),

    configureProvider: (request, { signal }) =>
      calls.answer(schema.fields, signal, async (call) => {
        const config = call.hide(schema.fields, decodeObject(schema.fields, request.config));
        calls.hideAlways(schema.fields, config);
        configured = { client: await provider.configure(config, call) };
        return {};
      }),

    stopProvider() {
      calls.stop();
      return {};
    },

    ...resourceService(findResource, client, calls),

    importResourceState({ typeName, id }, { signal }) {
      const resource = findResource(typeName);
      const { fields } = resource.schema;
      return calls.answer(fields, signal, async (call) => {
        if (resource.importState === undefined) {
          throw new ProviderError({
            summary: `${typeName} cannot be imported`,
            detail: resource.importRefusal ?? "Remove the import, and let Terraform create it.",
          });
        }
        const state = await resource.importState(id, { ...call, client: client() });
        return { importedResources: [{ typeName, state: encodeState(fields, state) }] };
      });
    },

    moveResourceState({ sourceTypeName, targetTypeName }, { signal }) {
      const { fields } = findResource(targetTypeName).schema;
      return calls.answer(fields, signal, () => {
        throw new ProviderError({
          summary: `${sourceTypeName} cannot become ${targetTypeName}`,
          detail:
            `A \`moved\` block can give a ${targetTypeName} another name, and cannot make one of ` +
            `a ${sourceTypeName}. Remove the block.`,
        });
      });
    },

    validateDataResourceConfig({ typeName, config }, { signal }) {
      const { fields } = findDataSource(typeName).schema;
      return calls.answer(fields, signal, (call) => {
        checkLimits(fields, call.hide(fields, decodeObject(fields, config)));
        return {};
      });
    },

    readDataSource({ typeName, config }, { signal }) {
      const dataSource = findDataSource(typeName);
      const { fields } = dataSource.schema;
      return calls.answer(fields, signal, async (call) => {
        const given = call.hide(fields, decodeObject(fields, config));
        const state = await dataSource.read({ config: given }, { ...call, client: client() });
        return { state: encodeState(fields, state) };
      });
    },
  };
}

function find<T>(all: Readonly<Record<string, T>>, typeName: string): T {
  const found = all[typeName];
  if (found === undefined) throw new Error(`this provider has no ${typeName}`);
  return found;
}

function wireSchemas(all: Readonly<Record<string, { readonly schema: Schema }>>) {
  return Object.fromEntries(
    Object.entries(all).map(([typeName, each]) => [typeName, wireSchema(each.schema)]),
  );
}
