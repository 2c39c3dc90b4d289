/** Something in the configuration that cannot be synthesized; the message is for the person who wrote it. */
export class SynthError extends Error {
  /**
   * @param where what is wrong: a construct's path, or an attribute
   * @param found what is there
   * @param todo what was expected and what to do
   */
  constructor(where: string, found: string, todo: string) {
    super(`${where}: ${found}. ${todo}`);
    this.name = "SynthError";
  }
}
