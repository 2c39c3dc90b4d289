/** The points of a rotation at which somebody ends a process, and who is ended there. */
import type { FaultRequest } from "../../sandbox/control/types";
import { ENGINEERING, SALES } from "../../tour/acme";
import { TOKENS_ISSUED } from "./healing";
import type { Stage } from "./held-issuer";
import type { Starting } from "./rotating-stack";
import type { Facts } from "./scenario";

export type IssuerKind = "handover" | "command";

export const VICTIMS = {
  "druva provider": "druva",
  Terraform: "druva",
  azuread: "stock",
  okta: "stock",
  null: "stock",
  "process group": "all",
  everything: "all",
} satisfies Readonly<Record<string, Starting>>;
export type Victim = keyof typeof VICTIMS;
export type Signal = "SIGKILL" | "SIGTERM";
export type Kill = readonly [Victim, Signal];

/** Where a program of a stock provider is. */
export const STOCK: Readonly<Partial<Record<Victim, string>>> = {
  azuread: "terraform-provider-azuread",
  okta: "terraform-provider-okta",
  null: "terraform-provider-null",
};

const DRUVA_KILLED: Kill = ["druva provider", "SIGKILL"];
const DRUVA_ENDED: Kill = ["druva provider", "SIGTERM"];
const TERRAFORM_KILLED: Kill = ["Terraform", "SIGKILL"];
const TERRAFORM_ENDED: Kill = ["Terraform", "SIGTERM"];
const GROUP: Kill = ["process group", "SIGKILL"];
const EVERYTHING: Kill = ["everything", "SIGKILL"];
const OURS: readonly Kill[] = [DRUVA_KILLED, DRUVA_ENDED, TERRAFORM_KILLED, TERRAFORM_ENDED];

export interface Point {
  readonly name: string;
  readonly issuers: readonly IssuerKind[];
  readonly kills: readonly Kill[];
  /** A request is kept waiting; before: it is in the preflight, so the command has not been called. */
  readonly request?: FaultRequest & { readonly before?: true };
  readonly stage?: Stage;
  readonly journal?: true;
  readonly save?: true;
  readonly backend?: "http";
  /** What the command does when it is called again. */
  readonly honoursId?: true;
  readonly expected?: Facts;
  readonly note?: string;
  readonly short?: Kill;
}

const ONLY_THE_COMMAND_KNEW =
  "The machine stops after the command has issued a token and before it has printed it: nobody else knows that token, and Druva has no way to ask for it. A command that honours DRUVA_ROTATION_ID prints it again; any other issues a second one. Time to detection: the deploy is gone, and the next one heals.";

const BOTH = ["handover", "command"] as const;
export const users = { host: "druva", method: "GET", path: "*/Users" } as const;
const graph = (method: string, id: string, what: string) =>
  ({
    host: "entra",
    method,
    path: `/v1.0/servicePrincipals/${id}/synchronization/${what}`,
  }) as const;
const okta = (method: string, what = ""): FaultRequest =>
  ({
    ...({ host: "okta", method } as const),
    path: `/api/v1/apps/0oaDruvaApi/connections/default${what}`,
  }) as const;
const otherIdp = (method: string, path: string) => ({ host: "other-idp", method, path }) as const;

const LOST = { drop: true } as const;

export const POINTS: readonly Point[] = [
  {
    name: "as Druva is asked about the old token",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_ENDED],
    request: { ...users, before: true },
  },
  {
    name: "as the preflight tests a binding",
    issuers: ["command"],
    kills: [DRUVA_KILLED, TERRAFORM_ENDED],
    request: { ...graph("POST", ENGINEERING, "jobs/*"), before: true },
  },
  {
    name: "as the preflight saves a binding's settings again",
    issuers: ["command"],
    kills: [DRUVA_ENDED, TERRAFORM_KILLED],
    request: { ...graph("PUT", ENGINEERING, "secrets"), before: true },
  },
  {
    name: "before the journal's intent",
    issuers: ["command"],
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    journal: true,
    request: { ...graph("PUT", ENGINEERING, "secrets"), before: true },
  },
  {
    name: "after the journal's intent, before the command issues",
    issuers: ["command"],
    kills: [...OURS, GROUP, EVERYTHING],
    stage: "called",
  },
  {
    name: "after the command has issued, before it prints",
    issuers: ["command"],
    kills: OURS,
    stage: "issued",
  },
  {
    name: "after the command has issued, before it prints (a command that does not know its id again)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "issued",
    expected: { [TOKENS_ISSUED]: 2 },
    note: ONLY_THE_COMMAND_KNEW,
  },
  {
    name: "after the command has issued, before it prints (a command that honours DRUVA_ROTATION_ID)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "issued",
    honoursId: true,
  },
  {
    name: "after the command has printed half of its answer",
    issuers: ["command"],
    kills: OURS,
    stage: "printed half",
  },
  {
    name: "after the command has printed half of its answer (a command that does not know its id again)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "printed half",
    expected: { [TOKENS_ISSUED]: 2 },
    note: ONLY_THE_COMMAND_KNEW,
  },
  {
    name: "after the command has printed half of its answer (a command that honours DRUVA_ROTATION_ID)",
    issuers: ["command"],
    kills: [EVERYTHING],
    stage: "printed half",
    honoursId: true,
  },
  {
    name: "after the command has printed its answer, while it runs",
    issuers: ["command"],
    kills: [...OURS, EVERYTHING],
    stage: "printed all",
  },
  {
    name: "after the command's end, before the journal has the token",
    issuers: ["command"],
    kills: [DRUVA_KILLED, EVERYTHING],
    stage: "exited",
    short: DRUVA_KILLED,
  },
  {
    name: "as Druva is asked about the new token",
    issuers: BOTH,
    kills: [...OURS, GROUP],
    request: users,
  },
  {
    name: "as Druva is asked about the old token again",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    request: { ...users, skip: 1 },
  },
  {
    name: "before the journal's handed-over",
    issuers: ["handover"],
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    journal: true,
    request: users,
  },
  {
    name: "as Terraform saves the state with the token",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, DRUVA_KILLED],
    save: true,
  },
  {
    name: "before druva writes the token into Entra",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    request: graph("GET", ENGINEERING, "secrets"),
  },
  {
    name: "as druva writes the token into Entra, which does not get it",
    issuers: BOTH,
    kills: OURS,
    request: { ...graph("PUT", ENGINEERING, "secrets"), ...LOST },
    short: TERRAFORM_ENDED,
  },
  {
    name: "as druva writes the token into Entra, which gets it",
    issuers: BOTH,
    kills: [DRUVA_KILLED, TERRAFORM_KILLED],
    request: graph("PUT", ENGINEERING, "secrets"),
  },
  {
    name: "as Entra tests what druva wrote",
    issuers: BOTH,
    kills: [DRUVA_ENDED, TERRAFORM_KILLED],
    request: graph("POST", ENGINEERING, "jobs/*"),
  },
  {
    name: "as azuread writes the token into Entra, which does not get it",
    issuers: BOTH,
    kills: [["azuread", "SIGKILL"], ["azuread", "SIGTERM"], TERRAFORM_KILLED],
    request: { ...graph("PUT", SALES, "secrets"), ...LOST },
  },
  {
    name: "as azuread writes the token into Entra, which gets it",
    issuers: BOTH,
    kills: [["azuread", "SIGKILL"], TERRAFORM_ENDED],
    request: graph("PUT", SALES, "secrets"),
  },
  {
    name: "as Entra tests what azuread wrote",
    issuers: BOTH,
    kills: [DRUVA_KILLED],
    request: graph("POST", SALES, "jobs/*"),
  },
  {
    name: "as okta saves the connection, which is not saved",
    issuers: BOTH,
    kills: [["okta", "SIGKILL"], ["okta", "SIGTERM"], TERRAFORM_KILLED],
    request: { ...okta("POST"), ...LOST },
  },
  {
    name: "as okta saves the connection, which is saved",
    issuers: BOTH,
    kills: [["okta", "SIGKILL"]],
    request: okta("POST"),
  },
  {
    name: "as okta activates the connection",
    issuers: BOTH,
    kills: [
      ["okta", "SIGKILL"],
      ["okta", "SIGTERM"],
    ],
    request: okta("POST", "/lifecycle/activate"),
  },
  {
    name: "as a command writes the token, which is not saved",
    issuers: BOTH,
    kills: [["null", "SIGKILL"], TERRAFORM_KILLED],
    request: { ...otherIdp("PUT", "/connection"), ...LOST },
  },
  {
    name: "as a command writes the token, which is saved",
    issuers: BOTH,
    kills: [["null", "SIGKILL"]],
    request: otherIdp("PUT", "/connection"),
  },
  {
    name: "as a command tests the token",
    issuers: BOTH,
    kills: [DRUVA_KILLED],
    request: otherIdp("POST", "/connection/test"),
  },
  {
    name: "state elsewhere: as Druva is asked about the new token",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, TERRAFORM_ENDED, DRUVA_KILLED],
    request: users,
    backend: "http",
  },
  {
    name: "state elsewhere: as druva writes the token into Entra, before anything is saved",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, TERRAFORM_ENDED],
    request: { ...graph("PUT", ENGINEERING, "secrets"), ...LOST },
    backend: "http",
  },
  {
    name: "state elsewhere: as Terraform saves the state at the end",
    issuers: BOTH,
    kills: [TERRAFORM_KILLED, EVERYTHING],
    save: true,
    backend: "http",
  },
];
