/** What a deploy has to come to, by the rules alone: nothing here knows Terraform or the provider. */

export type Issuer = "handover" | "command";

/** What is known of a tenant without asking anybody. */
export interface Model {
  readonly issuer: Issuer;
  /** The generation that the reviewed config asks for. */
  requested: number;
  /** Of the token in the state. */
  generation: number;
  /** Fingerprint of the token in the state. */
  bound: string;
  /** Fingerprint of the token that Druva accepts. */
  living: string;
  /** Generations for which a command may have issued a token. */
  readonly askedOfCommand: Set<number>;
}

/**
 * "takes": the token that was handed over is in the state and in every binding. "issues": another
 * one, which the command makes. "keeps": the token in the state is in every binding. "refuses": the
 * deploy fails, and nothing has changed.
 */
export type Outcome = "takes" | "issues" | "keeps" | "refuses";

/** `handedOver`: a fingerprint; null where the variable is not set. */
export function outcomeOf(model: Model, handedOver: string | null): Outcome {
  const { requested, generation, bound, living, issuer } = model;
  const isNew = handedOver === living && living !== bound;
  if (requested > generation) {
    if (issuer === "command") return "issues";
    return isNew ? "takes" : "refuses";
  }
  if (bound === living) return "keeps";
  return isNew ? "takes" : "refuses";
}
