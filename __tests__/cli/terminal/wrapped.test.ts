import { styleText } from "node:util";
import { wrapped } from "../../../cli/terminal/wrapped";

const LONG = "  To do: Deploy: the current token is written again and tested. No token is issued.";

test("a person's terminal gets lines broken between words, indented below their own", () => {
  expect(wrapped(`acme\n${LONG}`, { isTTY: true, columns: 44 })).toBe(
    `acme
  To do: Deploy: the current token is
    written again and tested. No token is
    issued.`,
  );
});

test("colours take no room, and spaces within a line stay", () => {
  const painted = `  ${styleText("red", "✖ rejected", { validateStream: false })}  okta One  (0oaOne)`;
  expect(wrapped(painted, { isTTY: true, columns: 40 })).toBe(painted);
});

test("a pipe, and a terminal that is too narrow to break for, get the text as it is", () => {
  expect(wrapped(LONG, { isTTY: false, columns: 44 })).toBe(LONG);
  expect(wrapped(LONG, { isTTY: true, columns: 20 })).toBe(LONG);
});
