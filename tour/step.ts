/** A step of the tour: something is done, and ticks say whether it held. */
import type { Holding } from "../sandbox/control/types";
import type { RepositoryOnSandbox } from "./repository-on-sandbox";
import type { TourPlan } from "./workplace";

/** One claim and what shows it. Evidence comes from the sandbox's control API or from Terraform's plan JSON. */
export interface Tick {
  readonly claim: string;
  readonly held: boolean;
  readonly evidence: string;
}

/** What one binding holds, and the last test of it that passed in the step, as the sandbox saw both. */
export interface BindingReport {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** First 12 hexadecimal digits of the SHA-256 of the token it holds; null: none. */
  readonly fingerprint: Holding["fingerprint"];
  /** How it was tested in this step, null where it was not. */
  readonly tested: string | null;
}

export interface Tour {
  readonly repository: RepositoryOnSandbox;
  /** Tells what is being done now. */
  readonly say: (text: string) => void;
  /** Keeps what a reviewer (comment) or an operator (page) sees of this plan, if anybody wants it. */
  readonly keep: (view: "comment" | "page", plan: TourPlan) => Promise<void>;
}

export interface Step {
  readonly name: string;
  readonly title: string;
  /** What a person has seen when it held, in lines of at most 80 characters or so. */
  readonly shows: readonly string[];
  /** Ends early by throwing: then the step has not held. */
  run(tour: Tour, tick: (claim: string, held: boolean, evidence: string) => void): Promise<void>;
}

export interface StepReport {
  readonly name: string;
  readonly title: string;
  readonly held: boolean;
  readonly evidence: readonly Tick[];
  readonly seconds: number;
  /** The token's generation according to Terraform; null where there is none yet. */
  readonly generation: number | null;
  readonly bindings: readonly BindingReport[];
  /** From the death of the old token to the last test passed, by the sandbox's clock; null where no token was replaced. */
  readonly gapSeconds: number | null;
}
