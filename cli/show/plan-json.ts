/** A plan's summary for programs. */
import type { Summary } from "../outlook/plan-summary";
import { expectedGapInWords, whatStops } from "./plan-words";
import { headlineInWords } from "../outlook/words";

/** `version` rises when a program that reads it would have to change. */
export function planJson(summary: Summary) {
  return {
    version: 1,
    ...summary,
    words: {
      headline: headlineInWords(summary),
      stops: whatStops(summary) ?? null,
      gap: expectedGapInWords(summary) ?? null,
    },
  };
}
