/** What `init` writes, as texts by path; nothing here touches a disk but to read this package. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Document, isMap, isScalar } from "yaml";

import { parseConfig } from "../../config/load";
import { PACKAGE_FOLDER } from "../workspace/package-folder";
import { own } from "./own-package";

export interface Application {
  readonly id: string;
  readonly name?: string | undefined;
}

export interface Answers {
  readonly tenant: string;
  /** Undefined: DRUVA_SCIM_URL, or Druva's own. */
  readonly scimUrl?: string | undefined;
  readonly begin: "observe" | "adopt";
  /** Of the token in use: YYYY-MM-DD. */
  readonly issuedOn?: string | undefined;
  readonly entra: readonly Application[];
  readonly okta: readonly Application[];
  /** Okta apps whose token only a person can enter. */
  readonly oktaByPerson: readonly Application[];
  readonly workflows: WorkflowHost | "none";
  /** Terraform's, for the state; undefined: a local file. */
  readonly backend?: Backend | undefined;
}

export interface Backend {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string | boolean>>;
}

/** Where each code host looks for its workflows, and this package's examples of them. */
export const WORKFLOW_HOSTS = {
  github: { name: "GitHub Actions", examples: "github-actions", folder: ".github/workflows" },
  gitlab: { name: "GitLab CI", examples: "gitlab-ci", folder: "" },
  azure: { name: "Azure Pipelines", examples: "azure-pipelines", folder: "" },
} as const;
export type WorkflowHost = keyof typeof WORKFLOW_HOSTS;

/** Attributes that a backend needs beside what only its owner knows. */
const BACKEND_DEFAULTS: Readonly<Record<string, Backend["attributes"]>> = {
  azurerm: { key: "{stack}.tfstate", use_azuread_auth: true },
  gcs: { prefix: "{stack}" },
  pg: { schema_name: "{stack}" },
  s3: { key: "{stack}.tfstate", encrypt: true, use_lockfile: true },
};
/** What its owner has to name. */
export const BACKEND_QUESTIONS = {
  azurerm: ["storage_account_name", "container_name"],
  gcs: ["bucket"],
  pg: [], // PG_CONN_STR in the environment
  s3: ["bucket", "region"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Files = ReadonlyMap<string, string>;

const ISSUED_ON =
  " issuedOn: YYYY-MM-DD # the day on which the token was generated: without it nothing warns before it expires";

/** Throws a ConfigError where an answer cannot stand in a config. */
export function configFile(answers: Answers): string {
  const { tenant, scimUrl, begin, issuedOn, entra, okta, oktaByPerson, backend } = answers;
  const entry = ({ id, name }: Application) => ({ id, ...(name === undefined ? {} : { name }) });
  const apps = [
    ...okta.map(entry),
    ...oktaByPerson.map((app) => ({ ...entry(app), through: "person" })),
  ];
  const document = new Document({
    version: 1,
    tenants: {
      [tenant]: {
        ...(scimUrl === undefined ? {} : { scimUrl }),
        begin,
        ...(issuedOn === undefined ? {} : { issuedOn }),
        policy: { lifetimeDays: 365, rotateBeforeDays: 30, mode: "reviewed" },
        issuer: { kind: "handover" },
        bindings: {
          ...(entra.length === 0 ? {} : { entra: entra.map(entry) }),
          ...(apps.length === 0 ? {} : { okta: apps }),
        },
      },
    },
    ...(backend === undefined
      ? {}
      : {
          backend: { [backend.type]: { ...BACKEND_DEFAULTS[backend.type], ...backend.attributes } },
        }),
  });
  document.commentBefore = [
    " yaml-language-server: $schema=./node_modules/cdktf-druva-scim/dist/config/druva-scim.schema.json",
    " A change here is reviewed like code: it decides when a token is rotated.",
  ].join("\n");
  if (issuedOn === undefined) {
    const settings = document.getIn(["tenants", tenant], true);
    const next = isMap(settings) ? settings.items[settings.items.length - 3]?.key : undefined;
    if (isScalar(next)) next.commentBefore = ISSUED_ON;
  }
  const text = document.toString({ lineWidth: 0 });
  parseConfig(text, "druva-scim.yaml", new Date(), {}); // also written where CI runs, for elsewhere
  return text;
}

/**
 * Of a new CDKTF app: it is this package's own, so there is nothing to compile. CommonJS by its name:
 * the folder's package.json may say that what is called .js is a module.
 */
export function appFiles(folder: string): Files {
  return new Map([
    [
      "cdktf.json",
      json({
        language: "typescript",
        app: "node main.cjs",
        projectId: basename(folder),
        sendCrashReports: "false",
        context: {},
      }),
    ],
    [
      "main.cjs",
      `// The CDKTF app: a stack for every Druva tenant in druva-scim.yaml.\nrequire("${own.name}/dist/main");\n`,
    ],
  ]);
}

/** The examples that come with this package, whose tenant is called acme, for the tenant asked for. */
export function workflowFiles({ workflows: kind, tenant }: Answers): Files {
  if (kind === "none") return new Map();
  const { examples, folder } = WORKFLOW_HOSTS[kind];
  const from = join(PACKAGE_FOLDER, "examples", examples);
  const names = readdirSync(from).filter((name) => /\.ya?ml$/.test(name));
  return new Map(
    names.map((name) => [
      join(folder, name),
      forTenant(tenant, readFileSync(join(from, name), "utf8")),
    ]),
  );
}

function forTenant(tenant: string, example: string): string {
  const variable = tenant.toUpperCase().replaceAll("-", "_");
  return example.replaceAll("acme", tenant).replaceAll("ACME", variable);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
