/** An outlook for programs: what `status` and `plan` print as JSON. */
import type { Outlook } from "../outlook/outlook";
import { findingInWords } from "./finding-words";
import { expectedGapInWords, headlineInWords, whatStops } from "./plan-words";

export function statusJson(outlook: Outlook) {
  return {
    ...outlook,
    findings: outlook.findings.map((each) => ({ ...each, ...findingInWords(each, outlook) })),
  };
}

/** `version` rises when a program that reads it would have to change. */
export function planJson(outlook: Outlook) {
  return {
    version: 1,
    ...statusJson(outlook),
    words: {
      headline: headlineInWords(outlook),
      stops: whatStops(outlook) ?? null,
      gap: expectedGapInWords(outlook) ?? null,
    },
  };
}
