/**
 * Whether a Node.js version, "20.19.0", is in a range as `engines` of packages have them: "^20.9.0 ||
 * >=22", ">= 14", "20.x", "*". Throws at any other form, so that none is passed over.
 */
export function isInRange(version: string, range: string): boolean {
  const found = numbersOf(version);
  return range.split("||").some((all) =>
    all
      .trim()
      .replaceAll(/([<>=^~])\s+/g, "$1")
      .split(/\s+/)
      .every((each) => holds(found, each)),
  );
}

function holds(version: readonly number[], comparator: string): boolean {
  const [, sign = "", text = ""] =
    /^(>=|<=|[<>=^~]?)v?((?:\d+|[x*])(?:\.(?:\d+|[x*])){0,2})?$/i.exec(comparator) ?? [];
  if (sign + text === "" && comparator !== "") throw new Error(`what range is ${comparator}?`);
  const wanted = numbersOf(text);
  const order = compared(version, wanted);
  switch (sign) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case "<":
      return compared(version, [...wanted, 0, 0].slice(0, 3)) < 0;
    case "^":
      return order >= 0 && version[0] === wanted[0];
    case "~":
      return order >= 0 && compared(version, wanted.slice(0, 2)) === 0;
    default:
      return order === 0;
  }
}

/** By as many numbers as are wanted. */
function compared(version: readonly number[], wanted: readonly number[]): number {
  const different = wanted.findIndex((number, index) => number !== version[index]);
  return different < 0 ? 0 : (version[different] ?? 0) - (wanted[different] ?? 0);
}

/** "20.x": [20]. */
function numbersOf(text: string): number[] {
  const [known = ""] = /^[\d.]*/.exec(text) ?? [];
  return known.split(".").filter(Boolean).map(Number);
}
