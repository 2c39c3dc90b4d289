/** What is wrong with a backend. Its attributes are Terraform's business, but they stand in cdktf.out as plain text. */
import type { Fault, KeyPath } from "../constructs/rules/fault";
import { hasUser, isExpression } from "../constructs/rules/text";
import type { BackendConfig, Config } from "./schema";

const SECRET_ATTRIBUTE =
  /secret(?!_suffix)|password|passphrase|token|credentials|authorization|http_auth|conn_str|access_key|private_key|client_key|customer_key|(?<!kms_)encryption_key|client_certificate$/i;
/** Where a secret is, not what it is. */
const PLACE_OF_SECRET = /_(file|path)s?$/i;

/** By which attributes a backend tells states apart; a dot leads into an object. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  azurerm: ["key", "container_name", "storage_account_name"],
  cloud: ["workspaces.name"],
  consul: ["path"],
  cos: ["prefix", "key", "bucket"],
  gcs: ["prefix", "bucket"],
  http: ["address"],
  kubernetes: ["secret_suffix", "namespace"],
  local: ["path"],
  oci: ["key", "bucket"],
  oss: ["prefix", "key", "bucket"],
  pg: ["schema_name", "table_name"],
  remote: ["workspaces.name", "workspaces.prefix"],
  s3: ["key", "bucket"],
};

/** Parts of the config may be null, where the schema refused them. */
export function backendFaults({ backend, tenants }: Config): Fault[] {
  const [entry] = Object.entries(backend ?? {});
  if (entry === undefined) return [];
  const [type, attributes] = entry;
  return [
    ...unfit(attributes, ["backend", type], false),
    ...(Object.keys(tenants ?? {}).length > 1 ? sharedState(type, attributes) : []),
  ];
}

/** Everything below an attribute that is a secret's is one too. */
function unfit(value: unknown, path: KeyPath, isSecret: boolean): Fault[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => {
      const names = Array.isArray(value) ? isSecret : isSecret || isSecretAttribute(key);
      return unfit(each, [...path, Array.isArray(value) ? Number(key) : key], names);
    });
  }
  if (isSecret && (typeof value === "string" || typeof value === "number")) {
    return [leaked(path, "a secret")];
  }
  if (typeof value !== "string") return [];
  if (hasUser(value)) return [leaked(path, "a user's name or password in an address")];
  return isExpression(value)
    ? [
        {
          path,
          code: "expression",
          found: "found a text with ${ or %{",
          expected: "a literal text",
          todo: "Terraform would evaluate it",
        },
      ]
    : [];
}

function leaked(path: KeyPath, what: string): Fault {
  return {
    path,
    code: "secret",
    found: `found ${what}`,
    expected: "no secret in this file",
    todo: "Set it in the environment variable that Terraform's documentation of this backend names, and treat the one that was written down as leaked",
  };
}

function isSecretAttribute(name: string): boolean {
  return SECRET_ATTRIBUTE.test(name) && !PLACE_OF_SECRET.test(name);
}

function sharedState(type: string, attributes: BackendConfig[string]): Fault[] {
  const identity = IDENTITY[type];
  const namesTheStack =
    identity === undefined
      ? JSON.stringify(attributes).includes("{stack}")
      : identity.some((each) => JSON.stringify(at(attributes, each) ?? "").includes("{stack}"));
  if (namesTheStack) return [];
  return [
    {
      path: ["backend", type],
      code: "shared-state",
      found: "found one state for all tenants",
      expected: `"{stack}" in ${identity?.join(" or ") ?? "an attribute"}, which tells states apart`,
    },
  ];
}

function at(attributes: unknown, dotted: string): unknown {
  return dotted
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
      attributes,
    );
}
