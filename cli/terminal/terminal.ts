/** Where a subcommand prints: results on standard output, everything else on standard error. */
import { styleText } from "node:util";

import { printable } from "./printable";
import { redactorOf } from "./redacted";

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** A person looks at standard output: bars and colours may be used. */
  readonly isTTY: boolean;
  /** Columns of standard output; 80 where it is no terminal. */
  readonly columns: number;
  /** In colour where NO_COLOR, CI and a pipe allow it, else the text as it is. */
  paint(style: Style, text: string): string;
  /** The result: text, ended with a line break where it has none. */
  print(text: string): void;
  /** The result as one JSON document. */
  printJson(value: unknown): void;
  /** A remark for a person, on standard error. */
  remark(text: string): void;
  /**
   * Does `work`, and says `what` on standard error while it takes longer than a second: "asking
   * Entra and Okta". On a terminal the line is wiped when it is done.
   */
  during<T>(what: string, work: () => Promise<T>): Promise<T>;
}

/** As much of `process.stdout` as is used. */
interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
}

interface Streams {
  readonly out: OutputStream;
  readonly err: OutputStream;
  readonly environment: NodeJS.ProcessEnv;
}

const SLOW_MS = 1000;

export function terminal({ out, err, environment }: Streams): Terminal {
  const isSet = (name: string) => (environment[name] ?? "") !== "";
  const isPlain = isSet("CI") || environment["TERM"] === "dumb";
  const isTTY = out.isTTY === true && !isPlain;
  const hasColor = isTTY && !isSet("NO_COLOR");
  const rewrites = err.isTTY === true && !isPlain;
  const redact = redactorOf(environment);
  const isReadByRunner = isSet("CI") || isSet("GITHUB_ACTIONS") || isSet("TF_BUILD"); // Azure Pipelines
  // The last place before a log that more people read than may read secrets.
  const line = (text: string) => {
    const shown = printable(redact(text), { hasColor, isReadByRunner });
    return shown.endsWith("\n") ? shown : `${shown}\n`;
  };
  return {
    isTTY,
    columns: (isTTY && out.columns) || 80,
    paint: (style, text) => (hasColor ? styleText(style, text, { validateStream: false }) : text),
    print: (text) => void out.write(line(text)),
    printJson: (value) => void out.write(`${redact(jsonOf(value))}\n`),
    remark: (text) => void err.write(line(text)),
    async during(what, work) {
      let isSaid = false;
      const timer = setTimeout(() => {
        isSaid = true;
        err.write(rewrites ? `… ${what}` : `… ${what}\n`);
      }, SLOW_MS);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        if (isSaid && rewrites) err.write("\r\u001b[2K");
      }
    },
  };
}

/** What `JSON.stringify` leaves as it is, and a terminal obeys, or shows in another order. */
const CONTROL = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** No runner or terminal takes a part of it for a command: in JSON a sign may be written as its code. */
function jsonOf(value: unknown): string {
  const codeOf = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value, undefined, 2)
    .replaceAll(/##(\w*)\[/g, "##$1\\u005b")
    .replaceAll(CONTROL, codeOf);
}

/** The terminal of this process. */
export function ownTerminal(): Terminal {
  return terminal({ out: process.stdout, err: process.stderr, environment: process.env });
}
