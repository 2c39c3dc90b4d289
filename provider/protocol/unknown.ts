/** A value that Terraform does not know yet; it will in apply. There is one such value. */
export class Unknown {
  static readonly value = new Unknown();
  private constructor() {}
  toString(): string {
    return "(known after apply)";
  }
  toJSON(): string {
    return this.toString();
  }
}

/** Stands in a plan for what apply decides. */
export const unknown: Unknown = Unknown.value;

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}
