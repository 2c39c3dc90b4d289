import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Provider } from "../../../provider/framework/provider";
import type { Fields } from "../../../provider/framework/schema";
import { schemaDocument } from "../../../provider/framework/schema-document";
import { azuread } from "../../../sandbox/providers/azuread/provider";
import { nullProvider } from "../../../sandbox/providers/null/provider";
import { okta } from "../../../sandbox/providers/okta/provider";

// As the real packages gave them, descriptions left out.
const real = JSON.parse(
  readFileSync(join(__dirname, "../../data/stock-provider-schemas.json"), "utf8"),
) as Readonly<Record<string, unknown>>;

/** The schemas in the recording's form. */
function schemasOf<Client>(address: string, provider: Provider<Fields, Client>): unknown {
  const document = schemaDocument(address, provider).provider_schemas[address];
  const form = {
    ...document,
    provider: { attributes: document?.provider.block["attributes"] },
  };
  return JSON.parse(JSON.stringify(form, (_, value: unknown) => withoutDescription(value)));
}

/** An attribute, too, may be named "description": only what has a kind of description is one. */
function withoutDescription(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("description_kind" in value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !/^description(_kind)?$/.test(name)),
  );
}

test("the azuread stand-in has the real provider's schemas", () => {
  const address = "registry.terraform.io/hashicorp/azuread";
  expect(schemasOf(address, azuread)).toEqual(real[address]);
});

test("the okta stand-in has the real provider's schemas", () => {
  const address = "registry.terraform.io/okta/okta";
  expect(schemasOf(address, okta)).toEqual(real[address]);
});

test("the null stand-in has the real provider's null_resource", () => {
  expect(schemasOf("registry.terraform.io/hashicorp/null", nullProvider)).toEqual({
    provider: {},
    resource_schemas: {
      null_resource: {
        version: 0,
        block: {
          attributes: {
            id: { type: "string", computed: true },
            triggers: { type: ["map", "string"], optional: true },
          },
        },
      },
    },
  });
});
