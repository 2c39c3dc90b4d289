import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";

import { terminal } from "../../../cli/terminal/terminal";

/** A stream that is a terminal, or a pipe, and keeps what is written. */
function stream(isTTY: boolean) {
  const through = new PassThrough();
  let written = "";
  through.on("data", (data: Buffer) => (written += data.toString()));
  return {
    stream: Object.assign(through, { isTTY, columns: isTTY ? 100 : 0 }),
    get written() {
      return written;
    },
  };
}

interface Setting {
  readonly isTTY?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
}

function aTerminal({ isTTY = true, environment = {} }: Setting = {}) {
  const out = stream(isTTY);
  const err = stream(isTTY);
  return { terminal: terminal({ out: out.stream, err: err.stream, environment }), out, err };
}

test("a person at a terminal gets colours", () => {
  expect(aTerminal().terminal.paint("red", "x")).toBe("\u001b[31mx\u001b[39m");
});

test.each([
  ["NO_COLOR", { NO_COLOR: "1" }, true],
  ["CI", { CI: "true" }, true],
  ["a dumb terminal", { TERM: "dumb" }, true],
  ["a pipe", {}, false],
])("%s gets none", (_name, environment, isTTY) => {
  expect(aTerminal({ isTTY, environment }).terminal.paint("red", "x")).toBe("x");
});

test("an empty NO_COLOR asks for nothing, by its own rule", () => {
  expect(aTerminal({ environment: { NO_COLOR: "" } }).terminal.paint("red", "x")).not.toBe("x");
});

test("without colour it is still a terminal, with its width", () => {
  const { terminal } = aTerminal({ environment: { NO_COLOR: "1" } });
  expect(terminal).toMatchObject({ isTTY: true, columns: 100 });
});

describe("what takes longer than a second", () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ["setImmediate"] }));
  afterEach(() => jest.useRealTimers());

  async function work(after: number, setting: Setting) {
    const { terminal, out, err } = aTerminal(setting);
    let done = () => {};
    const running = terminal.during(
      "asking Entra",
      () => new Promise<void>((resolve) => (done = resolve)),
    );
    jest.advanceTimersByTime(after);
    done();
    await running;
    await setImmediate();
    return { out: out.written, err: err.written };
  }

  test("is said on standard error", async () => {
    expect(await work(1500, { isTTY: false })).toEqual({ out: "", err: "… asking Entra\n" });
  });

  test("is wiped from a terminal when it is done", async () => {
    expect((await work(1500, {})).err).toBe("… asking Entra\r\u001b[2K");
  });

  test("and what is faster is not said", async () => {
    expect(await work(900, {})).toEqual({ out: "", err: "" });
  });
});

test("no secret of the environment is printed, as text, JSON or a remark", () => {
  const environment = { PG_CONN_STR: "postgres://tf:a-password@db.example/tf" };
  const { terminal, out, err } = aTerminal({ environment });
  terminal.print("it said a-password");
  terminal.printJson({ error: environment.PG_CONN_STR });
  terminal.remark("postgres://tf:another@db.example/tf");
  expect(out.written + err.written).not.toMatch(/a-password|another/);
});

test("a name cannot move the cursor, hide what follows or reverse it", () => {
  const { terminal, out } = aTerminal();
  terminal.print(`${terminal.paint("green", "ok")} a\u001b[2Kb\u001b[8mc\rd\u009b31me\u202ef\tg`);
  expect(out.written).toBe("\u001b[32mok\u001b[39m a[2Kb[8mcd31mef\tg\n");
});

test("a calendar's line ends stay as they are", () => {
  const { terminal, out } = aTerminal({ isTTY: false });
  terminal.print("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
  expect(out.written).toBe("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
});

test.each(["CI", "GITHUB_ACTIONS", "TF_BUILD"])(
  "a name is no command to a runner of %s",
  (name) => {
    const { terminal, out } = aTerminal({ isTTY: false, environment: { [name]: "true" } });
    terminal.print("App\n  ::error::mine\n##vso[task.setvariable]x\n##[group]");
    expect(out.written).not.toMatch(/^\s*::/m);
    expect(out.written).not.toMatch(/##\w*\[/);
    terminal.printJson({ name: "##[group]" });
    expect(out.written).not.toMatch(/##\w*\[/);
  },
);

test("what a terminal would obey is written as its code in JSON, and is still the same value", () => {
  const { terminal, out } = aTerminal();
  const value = { name: "a\u009b31m\u202eb\u2066c\u007f" };
  terminal.printJson(value);
  expect(out.written).toContain("a\\u009b31m\\u202eb\\u2066c\\u007f");
  expect(JSON.parse(out.written)).toEqual(value);
});
