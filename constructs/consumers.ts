/**
 * What the token is told of the places that hold it. Its preflight reads this before any resource is
 * made, so all of it is literal: a reference to a resource would make a cycle, too.
 */
import { Lazy, Token } from "cdktf";
import type { IConstruct } from "constructs";

import { type Consumer, keyOf } from "./rules/consumer";
import { isExpression } from "./rules/text";
import { addressOf } from "./state-moves";
import { SynthError } from "./synth-error";

const DEFAULTS: Partial<Consumer> = { provider: "default", through: "druva", manageJob: false };

/** All that holds one token, with the constructs that bind them. */
export class Consumers {
  private readonly byKey = new Map<string, { consumer: Consumer; binding: IConstruct }>();

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  /** Throws a SynthError where part of it is a reference. */
  add(consumer: Consumer, binding: IConstruct): void {
    refuseReferences(consumer, binding);
    this.byKey.set(keyOf(consumer), { consumer, binding });
  }

  get all(): readonly Consumer[] {
    return [...this.byKey.values()].map(({ consumer }) => consumer);
  }

  /**
   * One text, because Terraform decodes the token's attributes for every resource that refers to it,
   * and a list of objects costs more there. Written when the stack is synthesized: what is around a
   * binding may be renamed later than it is made.
   */
  get json(): string {
    return Lazy.stringValue({
      produce: () =>
        this.byKey.size === 0
          ? undefined
          : JSON.stringify(
              [...this.byKey.values()].map(({ consumer, binding }) => ({
                ...withoutDefaults(consumer),
                ...addressOf(binding),
              })),
            ),
    });
  }
}

function withoutDefaults(consumer: Consumer): object {
  return Object.fromEntries(
    Object.entries(consumer).filter(([name, value]) => value !== Reflect.get(DEFAULTS, name)),
  );
}

function refuseReferences(consumer: Consumer, { node }: IConstruct): void {
  for (const [name, value] of Object.entries(consumer) as [string, unknown][]) {
    if (!isReference(value)) continue;
    throw new SynthError(
      `${node.path}: ${name}`,
      "a reference",
      "The token's list of consumers is read before any resource is made: write a literal, without ${ and %{",
    );
  }
}

function isReference(value: unknown): boolean {
  if (typeof value === "string") return isExpression(value);
  if (typeof value !== "object" || value === null) return Token.isUnresolved(value);
  // A map that is a reference as a whole has it in its key.
  return Token.isUnresolved(value) || Object.entries(value).flat().some(isReference);
}
