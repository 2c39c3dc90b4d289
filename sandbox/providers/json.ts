/** Reads a vendor's JSON as Go programs do: what is missing or null is the zero of the wanted type. */
export class Json {
  private constructor(private readonly value: unknown) {}

  /** Throws a SyntaxError where the text is not JSON; no text at all is a value of nothing. */
  static parse(text: string): Json {
    return new Json(text === "" ? undefined : JSON.parse(text));
  }

  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(name: string): Json {
    const { value } = this;
    const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
    return new Json(isObject ? Reflect.get(value, name) : undefined);
  }

  get text(): string {
    return typeof this.value === "string" ? this.value : "";
  }

  get number(): number {
    return typeof this.value === "number" ? this.value : 0;
  }

  get flag(): boolean {
    return this.value === true;
  }

  get list(): readonly Json[] {
    return Array.isArray(this.value) ? this.value.map((each) => new Json(each)) : [];
  }

  get texts(): readonly string[] {
    return this.list.map((each) => each.text);
  }

  toJSON(): unknown {
    return this.value;
  }
}
