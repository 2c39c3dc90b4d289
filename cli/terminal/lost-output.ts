import { EXIT } from "./exit-codes";

interface Lost {
  readonly error: Error;
  readonly name: string;
  /** The other of the two streams. */
  readonly rest: NodeJS.WriteStream;
}

/**
 * Lets a run, a rotation maybe, go on where what it prints cannot be written, as on a full disk. At
 * the end that is said on the other stream, and the exit code is 1. A reader who has gone, as
 * `druva-scim … | head` has, is no error.
 */
export function goOnWithoutOutput(): void {
  const { stdout, stderr } = process;
  let first: Lost | undefined;
  const watch = (stream: NodeJS.WriteStream, lost: Omit<Lost, "error">) =>
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") first ??= { error, ...lost };
    });
  watch(stdout, { name: "Standard output", rest: stderr });
  watch(stderr, { name: "Standard error", rest: stdout });
  process.once("exit", () => {
    if (first === undefined) return;
    const { name, error, rest } = first;
    rest.write(`${name} could not be written, so some of it is lost: ${error.message}\n`);
    process.exitCode = EXIT.error;
  });
}
