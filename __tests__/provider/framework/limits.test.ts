/** Enums and ranges: what they take, what they refuse, and what people read of it. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import type { ObjectValue } from "../../../provider/framework/fields";
import { checkLimits, descriptionOf } from "../../../provider/framework/limits";
import { readPrivate } from "../../../provider/framework/private-state";
import {
  block,
  blocks,
  integer,
  object,
  objects,
  objectsByName,
  oneOf,
  string,
  type Fields,
} from "../../../provider/framework/schema";
import { unknown } from "../../../provider/framework/unknown";

const optional = { optional: true, description: "" } as const;
const mode = oneOf(["reviewed", "automatic"], optional);

function refused(
  fields: Fields,
  config: ObjectValue,
  validate?: (checked: ObjectValue) => void,
): ProviderError["diagnostics"] {
  try {
    checkLimits(fields, config, validate);
    return [];
  } catch (error) {
    if (error instanceof ProviderError) return error.diagnostics;
    throw error;
  }
}

test.each([
  [oneOf(["a", "b"], { optional: true, description: "Which." }), 'Which. One of "a", "b".'],
  [integer({ optional: true, min: 1, max: 365, description: "Days." }), "Days. 1 to 365."],
  [integer({ optional: true, min: 1, description: "Days." }), "Days. 1 or more."],
  [integer({ optional: true, max: 9, description: "Days." }), "Days. 9 or less."],
  [integer({ optional: true, min: 0, max: 0, description: "" }), "0 to 0."],
  [integer({ optional: true, description: "Days." }), "Days."],
  [string({ optional: true, description: "Any." }), "Any."],
])("an attribute's description tells what it takes", (attribute, description) => {
  expect(descriptionOf(attribute)).toBe(description);
});

test.each(["reviewed", "automatic", null, unknown])("an enum takes %s", (value) => {
  expect(refused({ mode }, { mode: value })).toEqual([]);
});

test.each(["", "Reviewed", "reviewed ", "toString"])("an enum refuses %j", (value) => {
  expect(refused({ mode }, { mode: value })).toMatchObject([
    {
      severity: "error",
      summary: `mode cannot be "${value}"`,
      detail: 'Expected one of "reviewed", "automatic".',
      attribute: ["mode"],
    },
  ]);
});

test.each([
  [{ min: 1, max: 365 }, [1, 365, null, unknown], [0, 366, -1]],
  [{ min: 0 }, [0, Number.MAX_SAFE_INTEGER], [-1]],
  [{ max: 0 }, [0, Number.MIN_SAFE_INTEGER], [1]],
  [{}, [0, -1], []],
])("a range of %j includes its ends", (range, inside, outside) => {
  const fields = { days: integer({ ...optional, ...range }) };
  for (const days of inside) expect(refused(fields, { days })).toEqual([]);
  for (const days of outside) {
    expect(refused(fields, { days })).toMatchObject([{ summary: `days cannot be ${days}` }]);
  }
});

test("values inside of objects, lists, maps and blocks are refused together, each by its path", () => {
  const inner = { mode };
  const fields = {
    single: object({ deep: object(inner, optional) }, optional),
    list: objects(inner, optional),
    map: objectsByName(inner, optional),
    once: block(inner),
    many: blocks(inner),
  };
  const bad = { mode: "x" };
  const fine = { mode: "reviewed" };
  const config = {
    single: { deep: bad },
    list: [fine, bad, unknown],
    map: { "any key": bad, other: unknown },
    once: bad,
    many: [fine, bad],
  };
  expect(refused(fields, config).map(({ attribute }) => attribute)).toEqual([
    ["single", "deep", "mode"],
    ["list", 1, "mode"],
    ["map", "any key", "mode"],
    ["once", "mode"],
    ["many", 1, "mode"],
  ]);
});

test("a value longer than 40 characters is not shown", () => {
  expect(refused({ mode }, { mode: "x".repeat(40) })[0]?.summary).toContain("x".repeat(40));
  expect(refused({ mode }, { mode: "x".repeat(41) })[0]?.summary).toBe(
    "mode cannot be a value of length 41",
  );
});

test("a value is shown on one line", () => {
  expect(refused({ mode }, { mode: 'a\n"b"' })[0]?.summary).toBe('mode cannot be "a\\n\\"b\\""');
});

test.each(["sensitive", "writeOnly"] as const)("a %s value is not shown", (secrecy) => {
  const secret = { ...optional, [secrecy]: true };
  const fields = {
    kind: oneOf(["a"], secret),
    pin: integer({ ...secret, min: 1000 }),
    around: object({ mode }, secret),
    beside: mode,
  };
  const config = { kind: "hush", pin: 999, around: { mode: "quiet" }, beside: "open" };
  expect(refused(fields, config).map(({ summary }) => summary)).toEqual([
    "kind cannot be a value of length 4",
    "pin cannot be a value of length 3",
    "around.mode cannot be a value of length 5",
    'beside cannot be "open"',
  ]);
});

test("a resource's own check sees unknown in place of what is refused", () => {
  const fields = { mode, other: mode };
  let seen: ObjectValue | undefined;
  refused(fields, { mode: "x", other: "reviewed" }, (checked) => (seen = checked));
  expect(seen).toEqual({ mode: unknown, other: "reviewed" });
});

test("a resource's own complaints come after the framework's", () => {
  const complaints = refused({ mode }, { mode: "x" }, () => {
    throw new ProviderError({ summary: "One", detail: "" }, { summary: "Two", detail: "" });
  });
  expect(complaints.map(({ summary }) => summary)).toEqual(['mode cannot be "x"', "One", "Two"]);
});

test("a defect in a resource's own check stays a defect", () => {
  const defect = new TypeError("broken");
  const check = () =>
    checkLimits({ mode }, { mode: "x" }, () => {
      throw defect;
    });
  expect(check).toThrow(defect);
});

test.each([
  [
    { mode: "reviewed", days: 1 },
    { mode: "reviewed", days: 1 },
  ],
  [{ mode: "of another version", days: 1 }, null],
  [{ mode: "reviewed", days: 0.5 }, null],
])("private state %j is known only as far as this version can read it", (stored, known) => {
  const fields = { mode, days: integer(optional) };
  expect(readPrivate(fields, new TextEncoder().encode(JSON.stringify(stored)))).toEqual(known);
});
