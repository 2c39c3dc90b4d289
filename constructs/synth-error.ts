import { type Fault, sentence, shownKey } from "./rules/fault";

/** Something in the configuration that cannot be synthesized; the message is for the person who wrote it. */
export class SynthError extends Error {
  /** What is wrong with a construct's properties, as data. */
  readonly faults: readonly Fault[] = [];

  /**
   * @param where what is wrong: a construct's path, or an attribute
   * @param found what is there
   * @param todo what was expected and what to do
   */
  constructor(where: string, found: string, todo: string) {
    super(`${where}: ${found}. ${todo}`);
    this.name = "SynthError";
  }

  /** All faults of the construct at `path`, a line each. */
  static of(path: string, faults: readonly Fault[]): SynthError {
    const lines = faults.map((fault) =>
      [path, shownKey(fault), sentence(fault)].filter((part) => part !== "").join(": "),
    );
    const error = new SynthError(path, "", "");
    return Object.assign(error, { message: lines.join("\n"), faults });
  }
}
