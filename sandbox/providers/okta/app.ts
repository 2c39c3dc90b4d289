/** data okta_app. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { dataSource } from "../../../provider/framework/resource";
import { bool, type Configured, setOfStrings, string } from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import type { Json } from "../json";
import { type StandInOkta, OktaError } from "./api";

const fields = {
  active_only: bool({ optional: true, description: "Search only ACTIVE applications." }),
  groups: setOfStrings({
    computed: true,
    deprecated: true,
    description: "Groups associated with the application",
  }),
  id: string({
    optional: true,
    description: "Id of application to retrieve, conflicts with label and label_prefix.",
  }),
  label: string({
    optional: true,
    description: "The label of the app to retrieve, conflicts with label_prefix and id.",
  }),
  label_prefix: string({
    optional: true,
    description: "Label prefix of the app to retrieve, conflicts with label and id.",
  }),
  links: string({ computed: true, description: "Discoverable resources related to the app" }),
  name: string({ computed: true, description: "Name of application." }),
  skip_groups: bool({ optional: true, deprecated: true, description: "Ignore groups sync." }),
  skip_users: bool({ optional: true, deprecated: true, description: "Ignore users sync." }),
  status: string({ computed: true, description: "Status of application." }),
  users: setOfStrings({
    computed: true,
    deprecated: true,
    description: "Users associated with the application",
  }),
};

export const app = dataSource<StandInOkta>()({
  schema: { description: "Get an application of any kind from Okta.", version: 0, fields },

  async read({ config }, { client, signal }) {
    const found = await wantedApp(config, client, signal);
    return {
      active_only: known(config.active_only) ?? true,
      groups: [],
      id: found.at("id").text,
      label: found.at("label").text,
      label_prefix: known(config.label_prefix) ?? null,
      links: JSON.stringify(found.at("_links")),
      name: found.at("name").text,
      skip_groups: known(config.skip_groups) ?? false,
      skip_users: known(config.skip_users) ?? false,
      status: found.at("status").text,
      users: [],
    };
  },
});

async function wantedApp(
  config: Configured<typeof fields>,
  okta: StandInOkta,
  signal: AbortSignal,
): Promise<Json> {
  const id = known(config.id) ?? null;
  const label = known(config.label) ?? null;
  const prefix = known(config.label_prefix) ?? null;
  if ([id, label, prefix].filter((each) => each !== null).length !== 1)
    throw new ProviderError({
      summary:
        "invalid app filters: you must provide either a 'label_prefix', 'id', or 'label' for application search",
      detail: "Found none or more than one of them.",
    });
  if (id !== null)
    return failingWith("failed get app by ID", () =>
      okta.ask("GET", `/api/v1/apps/${encodeURIComponent(id)}`, signal),
    );
  const onlyActive = known(config.active_only) ?? true;
  const query = new URLSearchParams({
    ...(onlyActive && { filter: 'status eq "ACTIVE"' }),
    limit: "1",
    q: label ?? prefix ?? "",
  }).toString();
  const { list: found } = await failingWith("failed to list apps", () =>
    okta.ask("GET", `/api/v1/apps?${query}`, signal),
  );
  const chosen = found.find((each) => each.at("label").text === label) ?? found[0];
  if (chosen !== undefined) return chosen;
  throw new ProviderError({
    summary: `no application found with the provided filter: label: "${label ?? ""}", label_prefix: "${prefix ?? ""}"`,
    detail: "",
  });
}

async function failingWith<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason =
      error instanceof OktaError
        ? error.summary
        : error instanceof Error
          ? error.message
          : String(error);
    throw new ProviderError({ summary: `${doing}: ${reason}`, detail: "" });
  }
}
