/** What a subcommand prints, without a terminal. */
import type { Surroundings } from "../../cli/subcommand";
import { terminal } from "../../cli/terminal/terminal";
import { PassThrough } from "node:stream";

export interface Printed {
  readonly out: () => string;
  readonly errors: () => string;
}

export function surroundings(
  environment: NodeJS.ProcessEnv,
  signal = new AbortController().signal,
): Surroundings & Printed {
  const streams = { out: new PassThrough(), err: new PassThrough() };
  const text = { out: "", err: "" };
  for (const name of ["out", "err"] as const) {
    streams[name].on("data", (chunk: Buffer) => (text[name] += chunk.toString()));
  }
  const as = (stream: PassThrough) => Object.assign(stream, { isTTY: false, columns: 80 });
  return {
    terminal: terminal({ out: as(streams.out), err: as(streams.err), environment }),
    environment,
    signal,
    out: () => text.out,
    errors: () => text.err,
  };
}
