/** What a schema cannot say: parts of the config that do not go together. */
import type { BackendConfig, Config } from "./schema";

export type KeyPath = readonly (string | number)[];

export interface Contradiction {
  readonly path: KeyPath;
  readonly message: string;
}

export function contradictions(config: Config): Contradiction[] {
  return [...unknownProviders(config), ...backendProblems(config)];
}

function unknownProviders({ tenants, providers }: Config): Contradiction[] {
  return Object.entries(tenants).flatMap(([tenant, { bindings }]) =>
    (["entra", "okta"] as const).flatMap((kind) => {
      const known = new Set(["default", ...Object.keys(providers?.[kind] ?? {})]);
      return (bindings[kind] ?? []).flatMap(({ provider = "default" }, index) =>
        known.has(provider)
          ? []
          : [
              {
                path: ["tenants", tenant, "bindings", kind, index, "provider"],
                message: `"${provider}" is not in providers.${kind}. Known: ${[...known].join(", ")}. Add it there, or leave it out`,
              },
            ],
      );
    }),
  );
}

/** These stand in cdktf.out as plain text. */
const SECRET_ATTRIBUTE = /secret|password|token|access_key|private_key|conn_str|encryption_key/;

function backendProblems({ backend, tenants }: Config): Contradiction[] {
  const [type] = Object.keys(backend ?? {});
  if (backend === undefined || type === undefined) return [];
  const secrets = Object.keys(backend[type] ?? {})
    .filter((attribute) => SECRET_ATTRIBUTE.test(attribute))
    .map((attribute) => ({
      path: ["backend", type, attribute],
      message:
        "a secret in the file. Give it in the environment variable that Terraform's documentation of this backend names",
    }));
  if (Object.keys(tenants).length < 2 || namesTheStack(backend)) return secrets;
  return [
    ...secrets,
    {
      path: ["backend", type],
      message:
        'all tenants would share one state. Put "{stack}" into the attribute that tells states apart, such as key: druva/{stack}.tfstate',
    },
  ];
}

function namesTheStack(backend: BackendConfig): boolean {
  return JSON.stringify(backend).includes("{stack}");
}
