/** A plan's summary for programs. */
import type { PutComment } from "./code-host/sticky-comment";
import type { Summary } from "./plan-summary";
import { gapInWords, headlineInWords, whatStops } from "./plan-words";

/** `version` rises when a program that reads it would have to change. */
export function planJson(summary: Summary, comment: PutComment | undefined) {
  return {
    version: 1,
    ...summary,
    words: {
      headline: headlineInWords(summary),
      stops: whatStops(summary) ?? null,
      gap: gapInWords(summary) ?? null,
    },
    comment: comment ?? null,
  };
}
