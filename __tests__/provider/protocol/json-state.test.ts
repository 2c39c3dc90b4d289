import * as fc from "fast-check";
import { decodeJsonState } from "../../../provider/protocol/json-state";
import { ExactNumber, ValueError, type CtyType } from "../../../provider/protocol/value";

const decode = (text: string, type: CtyType) =>
  decodeJsonState(new TextEncoder().encode(text), type);

test("whole numbers that JavaScript holds are numbers", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(decode(String(number), "number")).toBe(number === 0 ? 0 : number);
    }),
  );
});

test.each(["0.1", "9007199254740993", "1e400", "-1.50"])("the number %s keeps its text", (text) => {
  expect(decode(`{"n":${text}}`, ["object", { n: "number" }])).toEqual({
    n: new ExactNumber(text),
  });
});

test("any text survives", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(decode(JSON.stringify(text), "string")).toBe(text);
    }),
  );
});

test("attributes that the type no longer has are dropped, new ones are null", () => {
  expect(decode('{"kept":"a","gone":[1]}', ["object", { kept: "string", new: "bool" }])).toEqual({
    kept: "a",
    new: null,
  });
});

test("a text where a number stood is refused", () => {
  expect(() => decode('{"n":"1"}', ["object", { n: "number" }])).toThrow(ValueError);
});

test("what is no JSON is refused", () => {
  expect(() => decode("{", "string")).toThrow(SyntaxError);
});
