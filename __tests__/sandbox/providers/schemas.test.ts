import type { Provider } from "../../../provider/framework/provider";
import type { Fields } from "../../../provider/framework/schema";
import { schemaDocument } from "../../../provider/framework/schema-document";
import { azuread } from "../../../sandbox/providers/azuread/provider";
import { nullProvider } from "../../../sandbox/providers/null/provider";
import { okta } from "../../../sandbox/providers/okta/provider";
import recorded from "../../../sandbox/providers/recorded-schemas.json";

/** A stand-in's schemas in Terraform's form, without the descriptions that the recording leaves out. */
function schemasOf<Client>(provider: Provider<Fields, Client>) {
  const document = schemaDocument("stand-in", provider).provider_schemas["stand-in"];
  return JSON.parse(JSON.stringify(document, (_, value: unknown) => withoutDescription(value))) as {
    readonly provider: unknown;
    readonly resource_schemas: Readonly<Record<string, unknown>>;
    readonly data_source_schemas?: Readonly<Record<string, unknown>>;
  };
}

/** An attribute, too, may be named "description": only what has a kind of description is one. */
function withoutDescription(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("description_kind" in value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !/^description(_kind)?$/.test(name)),
  );
}

const inTheRecording = (of: string) => {
  const found = recorded.find((each) => each.of === of);
  return { version: found?.version, block: found?.block };
};

test("the azuread stand-in has the real provider's schemas", () => {
  expect(schemasOf(azuread)).toEqual({
    provider: inTheRecording("azuread"),
    resource_schemas: {
      azuread_synchronization_job: inTheRecording("azuread_synchronization_job"),
      azuread_synchronization_secret: inTheRecording("azuread_synchronization_secret"),
    },
    data_source_schemas: { azuread_service_principal: inTheRecording("azuread_service_principal") },
  });
});

test("the okta stand-in has the real provider's schemas", () => {
  expect(schemasOf(okta)).toEqual({
    provider: inTheRecording("okta"),
    resource_schemas: { okta_app_connection: inTheRecording("okta_app_connection") },
    data_source_schemas: { okta_app: inTheRecording("okta_app") },
  });
});

test("the null stand-in has the real provider's null_resource", () => {
  expect(schemasOf(nullProvider).resource_schemas).toEqual({
    null_resource: {
      version: 0,
      block: {
        attributes: {
          id: { type: "string", computed: true },
          triggers: { type: ["map", "string"], optional: true },
        },
      },
    },
  });
});
