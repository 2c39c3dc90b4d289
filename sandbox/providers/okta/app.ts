/** data okta_app. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { dataSource } from "../../../provider/framework/resource";
import type { Configured } from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import type { Json } from "../json";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { type StandInOkta, OktaError } from "./api";

/** The search; all else is found. */
interface App {
  readonly [found: string]: unknown;
  readonly active_only: boolean | null;
  readonly id: string | null;
  readonly label: string | null;
  readonly label_prefix: string | null;
  readonly skip_groups: boolean | null;
  readonly skip_users: boolean | null;
}

export const app = dataSource<StandInOkta>()({
  schema: recordedSchema<App>("okta_app"),

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
  config: Configured<FieldsOf<App>>,
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
