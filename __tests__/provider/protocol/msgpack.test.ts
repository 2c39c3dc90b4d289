import { Encoder, ExtData, decode, encode } from "@msgpack/msgpack";
import * as fc from "fast-check";
import { conform } from "../../../provider/protocol/conform";
import { decodeMsgpack, encodeMsgpack } from "../../../provider/protocol/msgpack";
import { unknown } from "../../../provider/protocol/unknown";
import {
  ExactNumber,
  ValueError,
  type CtyType,
  type Value,
} from "../../../provider/protocol/value";

const anyName = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
// The codec refuses "__proto__" as a key, which no Terraform attribute or label is.
const anyKey = fc.string().filter((key) => key !== "__proto__");
const anyExactNumber = fc
  .tuple(fc.bigInt({ min: 10n ** 20n, max: 10n ** 60n }), fc.integer({ min: 1, max: 9 }))
  .map(([whole, tenth]) => new ExactNumber(`${whole}.${tenth}`));

/** A type, and values of it; null and unknown are values of every type. */
interface Kind {
  readonly type: CtyType;
  readonly value: fc.Arbitrary<Value>;
}

const orAbsent = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: value }, fc.constant(null), fc.constant(unknown));

const strings: Kind = { type: "string", value: orAbsent(fc.string()) };
const bools: Kind = { type: "bool", value: orAbsent(fc.boolean()) };
const numbers: Kind = {
  type: "number",
  value: orAbsent(
    fc.oneof(
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
      anyExactNumber,
    ),
  ),
};

const listOf = ({ type, value }: Kind): Kind => ({
  type: ["list", type],
  value: orAbsent(fc.array(value, { maxLength: 4 })),
});
const setOf = ({ type, value }: Kind): Kind => ({
  ...listOf({ type, value }),
  type: ["set", type],
});
const mapOf = ({ type, value }: Kind): Kind => ({
  type: ["map", type],
  value: orAbsent(fc.dictionary(anyKey, value, { maxKeys: 4, noNullPrototype: true })),
});
const objectOf = (kinds: Readonly<Record<string, Kind>>): Kind => ({
  type: [
    "object",
    Object.fromEntries(Object.entries(kinds).map(([name, { type }]) => [name, type])),
  ],
  value: orAbsent(
    fc.record(Object.fromEntries(Object.entries(kinds).map(([name, { value }]) => [name, value])), {
      noNullPrototype: true,
    }),
  ),
});

const anyKind: fc.Arbitrary<Kind> = fc.letrec<{ kind: Kind }>((tie) => ({
  kind: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(strings, bools, numbers),
    tie("kind").map(listOf),
    tie("kind").map(setOf),
    tie("kind").map(mapOf),
    fc.dictionary(anyName, tie("kind"), { maxKeys: 4, noNullPrototype: true }).map(objectOf),
  ),
})).kind;

test("a value of any type survives the way to Terraform and back", () => {
  fc.assert(
    fc.property(
      anyKind.chain(({ type, value }) => fc.tuple(fc.constant(type), value)),
      ([type, value]) => {
        expect(decodeMsgpack(encodeMsgpack(value), type)).toEqual(value);
      },
    ),
  );
});

test("whatever extension stands for a value, it is unknown", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 127 }),
      fc.uint8Array({ maxLength: 40 }),
      (code, data) => {
        const bytes = encode({ name: new ExtData(code, data) });
        expect(decodeMsgpack(bytes, ["object", { name: "string" }])).toEqual({ name: unknown });
      },
    ),
  );
});

test("an unknown value is sent as extension 0 with one zero byte", () => {
  expect([...encodeMsgpack(unknown)]).toEqual([0xd4, 0x00, 0x00]);
});

test("a 64-bit integer keeps every digit", () => {
  const bytes = new Encoder({ useBigInt64: true }).encode(9_223_372_036_854_775_807n);
  expect(decodeMsgpack(bytes, "number")).toEqual(new ExactNumber("9223372036854775807"));
});

test("a decimal text that JavaScript would round comes back letter by letter", () => {
  const text = "0.1000000000000000000000000000000000001";
  const value = decodeMsgpack(encode(text), "number");
  expect(value).toEqual(new ExactNumber(text));
  expect(decode(encodeMsgpack(value))).toBe(text);
});

test("an object's missing attributes are null, and those that its type does not have are dropped", () => {
  const bytes = encode({ known: "here", surplus: 1 });
  expect(decodeMsgpack(bytes, ["object", { known: "string", missing: "bool" }])).toEqual({
    known: "here",
    missing: null,
  });
});

test("an attribute that is called like a method of objects is not taken for it", () => {
  const attributes = Object.fromEntries<CtyType>([["constructor", "string"]]);
  const value = decodeMsgpack(encode({}), ["object", attributes]);
  expect(Object.entries(value ?? {})).toEqual([["constructor", null]]);
});

test.each<[string, CtyType, unknown, readonly (string | number)[]]>([
  ["a number for a string", ["object", { a: "string" }], { a: 1 }, ["a"]],
  ["a text for a bool", ["list", "bool"], [true, "yes"], [1]],
  ["an object for a list", ["object", { a: ["list", "string"] }], { a: {} }, ["a"]],
  ["a list for an object", ["map", ["object", {}]], { key: [] }, ["key"]],
  ["a bool for a number", "number", true, []],
  ["a text for a map", ["object", { a: ["map", "string"] }], { a: "x" }, ["a"]],
])("%s is refused where it stands", (_name, type, value, path) => {
  expect(failure(() => decodeMsgpack(encode(value), type)).path).toEqual(path);
});

test("a refusal never shows the value, which may be a secret", () => {
  const error = failure(() => decodeMsgpack(encode({ a: "hunter2" }), ["object", { a: "bool" }]));
  expect(error.message).toBe("a: expected true or false, found a string");
});

test("what a resource made and its type does not have is refused", () => {
  const rules = { number: () => undefined, surplus: "refuse", unknown: "allow" } as const;
  const made = { name: "x", nmae: "y" };
  expect(failure(() => conform(made, ["object", { name: "string" }], rules)).path).toEqual([
    "nmae",
  ]);
});

test("an unknown value in a state is refused where it stands", () => {
  const rules = { number: () => undefined, surplus: "refuse", unknown: "refuse" } as const;
  const made = { names: ["x", unknown] };
  const type: CtyType = ["object", { names: ["list", "string"] }];
  expect(failure(() => conform(made, type, rules)).path).toEqual(["names", 1]);
});

function failure(run: () => unknown): ValueError {
  try {
    run();
  } catch (error) {
    if (error instanceof ValueError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
