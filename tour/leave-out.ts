/** In the process of a provider: what tour/sabotage/ has stands in for the rules that are left out. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Sabotage } from "./sabotage";

/** Which module has the rule. */
const MODULES: Readonly<Record<Sabotage, string>> = {
  probe: "../provider/clients/probe",
  test: "../provider/bindings/look-at-place",
  heal: "../provider/bindings/bind",
  write: "../provider/bindings/ask-first",
  journal: "../provider/rotation/journal",
};

const load = createRequire(__filename);

type Exports = Readonly<Record<string | symbol, unknown>>;

/**
 * Call it before the provider is loaded. `file` lists the rules that are left out, as JSON; it is read
 * whenever a rule is used, so a provider that stays up can lose one and get it back.
 */
export function leaveOutWhatIsIn(file: string): void {
  for (const [rule, module] of Object.entries(MODULES)) {
    const place = load.resolve(module);
    let own: Exports | undefined;
    /** What the module itself exports; meanwhile the place is empty. */
    const loadOwn = (): Exports => {
      delete load.cache[place];
      const exports = load(place) as Exports;
      load.cache[place] = either;
      return exports;
    };
    const isLeftOut = () => (JSON.parse(readFileSync(file, "utf8")) as string[]).includes(rule);
    const get = (_: object, name: string | symbol) => {
      const standIn = isLeftOut() ? (load(`./sabotage/${rule}`) as Exports) : {};
      return name in standIn ? standIn[name] : (own ??= loadOwn())[name];
    };
    const either = { loaded: true, exports: new Proxy({}, { get }) } as NodeModule;
    load.cache[place] = either;
  }
}
