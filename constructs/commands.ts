/** Programs and arguments that the provider starts, or that local-exec does. */
import { Token } from "cdktf";

import { SynthError } from "./synth-error";

/**
 * Refuses what would put a secret on a command line, which every user of the machine can read.
 * `example` is what a good one looks like.
 */
export function checkCommand(where: string, command: readonly string[], example: string): void {
  if (command.length === 0 || command[0] === "") {
    throw new SynthError(
      where,
      "no program",
      `Expected a program and its arguments, such as ${example}`,
    );
  }
  // A list that is a reference as a whole is one too.
  if (Token.isUnresolved([...command]) || command.some(isReference)) {
    throw new SynthError(
      where,
      "a reference as an argument",
      "Every user of the machine reads command lines, and a reference may be the token: write literals without ${ and %{, which Terraform would evaluate, and read secrets from the environment",
    );
  }
}

function isReference(argument: string): boolean {
  return Token.isUnresolved(argument) || /[$%]\{/.test(argument);
}
