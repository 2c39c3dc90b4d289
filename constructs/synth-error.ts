import { type Fault, sentence, shownKey } from "./rules/fault";

/**
 * Something in the configuration that cannot be synthesized; the message is for the person who wrote it.
 * Node.js and cdktf print the stack and the fields of what an app throws: the stack is the message
 * alone, which names the construct, and the faults are no field.
 */
export class SynthError extends Error {
  #faults: readonly Fault[] = [];

  /**
   * @param where what is wrong: a construct's path, or an attribute
   * @param found what is there
   * @param todo what was expected and what to do
   */
  constructor(where: string, found: string, todo: string) {
    super(`${where}: ${found}. ${todo}`);
    this.name = "SynthError";
    this.stack = `${this.name}: ${this.message}`;
  }

  /** What is wrong with a construct's properties, as data. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** All faults of the construct at `path`, a line each. */
  static of(path: string, faults: readonly Fault[]): SynthError {
    const message = faults
      .map((fault) =>
        [path, shownKey(fault), sentence(fault)].filter((part) => part !== "").join(": "),
      )
      .join("\n");
    const error = new SynthError(path, "", "");
    error.#faults = faults;
    return Object.assign(error, { message, stack: `${error.name}: ${message}` });
  }
}
