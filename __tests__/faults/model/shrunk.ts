/** Failures that random sequences have found, shrunk: each held only after the product was changed. */
import {
  Deploy,
  DeployUnderFault,
  EditState,
  Kill,
  OutsideChange,
  PlanWithoutRefresh,
  Request,
  type Step,
} from "./commands";
import type { Shape } from "./tenant";

export interface Shrunk {
  readonly name: string;
  readonly shape: Shape;
  readonly steps: readonly Step[];
}

const ANOTHER_TENANTS = [new Request(), new Deploy("foreign", false)];

export const SHRUNK: readonly Shrunk[] = [
  {
    name: "killed while Okta is looked at after the new token was written; then a deploy without a token",
    shape: { issuer: "handover", entra: "druva", okta: "okta" },
    steps: [new Kill("right", "shown", 2, true), new PlanWithoutRefresh(), new Deploy("none")],
  },
  {
    name: "killed before the state has the new token; then another tenant's is handed over, -refresh=false (azuread)",
    shape: { issuer: "handover", entra: "azuread", okta: "okta" },
    steps: [new Kill("right", "probe", 1, true), ...ANOTHER_TENANTS],
  },
  {
    name: "killed before the state has the new token; then another tenant's is handed over, -refresh=false (druva)",
    shape: { issuer: "handover", entra: "druva", okta: "druva" },
    steps: [new Kill("right", "probe", 2, true), ...ANOTHER_TENANTS],
  },
  {
    name: "the token in the state is edited beside its fingerprint; then a deploy without a token",
    shape: { issuer: "handover", entra: "druva", okta: "druva" },
    steps: [new EditState(), new Deploy("none")],
  },
  {
    name: "somebody changes Entra, whose job stops for it; then the answers to a deploy's writes are lost",
    shape: { issuer: "handover", entra: "druva", okta: "druva" },
    steps: [
      new OutsideChange("Entra"),
      new DeployUnderFault("right", "write", { drop: true, carriedOut: true, count: 100 }, false),
    ],
  },
];
