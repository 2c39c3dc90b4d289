/** `status --html`: one self-contained page. */
import type { Situation } from "../situation";

export function statusPage(situations: readonly Situation[]): string {
  return `<!doctype html>${situations.length}`;
}
