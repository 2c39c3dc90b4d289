/** Small parts that the page uses everywhere. */
import { dayOf, minuteOf } from "../../terminal/time";
import type { Tone } from "../vocabulary";
import { type Html, html } from "./html";

const MARKS: Readonly<Record<Tone, string>> = { good: "✔", warn: "!", bad: "✖" };

/** A word in colour; the mark tells the same to those who see none. */
export function pill(word: string, tone: Tone): Html {
  return html`<span class="pill ${tone}"
    ><span aria-hidden="true">${MARKS[tone]}</span> ${word}</span
  >`;
}

export function instant(date: Date): Html {
  return html`<time datetime="${date.toISOString()}">${minuteOf(date)}</time>`;
}

export function dayElement(date: Date): Html {
  return html`<time datetime="${dayOf(date)}">${dayOf(date)}</time>`;
}
