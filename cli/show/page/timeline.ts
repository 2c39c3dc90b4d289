/**
 * A token's life as a picture. Places along the line are in percent and texts in pixels, so that it
 * can be read on a phone as on a wide screen.
 */
import type { Outlook } from "../../outlook/outlook";
import type { TokenOutlook } from "../../outlook/token";
import { expiryInWords, gapInWords } from "../gap-and-expiry";
import { dayOf } from "../../terminal/time";
import { type Html, html } from "./html";

/** Percent of the width for the tokens before: when they began is not in state. */
const EARLIER_WIDTH = 16; // of 320 pixels: wider than the word "before"
const EARLIER_SHOWN = 3;

const BAR = { top: 42, height: 20 };

/** `id` makes the picture's title and description unique in the page. */
export function timeline(
  { token, lastGap, stillOpen, takenAt, tenant }: Outlook,
  id: string,
): Html {
  const { pastFingerprints, issuedAt, rotateAt, expiresAt } = token;
  const from = pastFingerprints.length === 0 ? 0 : EARLIER_WIDTH;
  const known = issuedAt && rotateAt && expiresAt && { issuedAt, rotateAt, expiresAt };
  return html`<svg
      class="timeline"
      role="img"
      aria-labelledby="${id}-title ${id}-desc"
      width="100%"
      height="88"
    >
      <title id="${id}-title">Life of ${tenant}’s token, generation ${token.generation}</title>
      <desc id="${id}-desc">
        ${description(token)}
        ${
          pastFingerprints.length === 0
            ? ""
            : `Tokens before: ${pastFingerprints.join(", ")}. Last gap: ${gapInWords(lastGap, stillOpen)}.`
        }
      </desc>
      ${earlier(pastFingerprints, from)} ${known ? life(known, takenAt, from) : unknownLife(from)}
      ${
        lastGap === null
          ? null
          : html`<rect
              class="gap"
              x="${percent(from)}"
              y="${BAR.top - 5}"
              width="4"
              height="${BAR.height + 10}"
            />`
      }
    </svg>
    ${legend(token, lastGap !== null)}`;
}

/** What the colours mean, of those that are in the picture. */
function legend({ pastFingerprints, expiresAt }: TokenOutlook, hasGap: boolean): Html {
  const entries: readonly (readonly [string, string, boolean])[] = [
    ["earlier", "tokens before", pastFingerprints.length > 0],
    ["gap", "last gap", hasGap],
    ["valid", "not due", expiresAt !== null],
    ["due", "due", expiresAt !== null],
    ["behind", "time passed", expiresAt !== null],
    ["unknown", "age unknown", expiresAt === null],
  ];
  return html`<ul class="legend" aria-hidden="true">
    ${entries.flatMap(([kind, meaning, isShown]) =>
      isShown ? [html`<li><i class="${kind}"></i> ${meaning}</li>`] : [],
    )}
  </ul>`;
}

interface Life {
  readonly issuedAt: Date;
  readonly rotateAt: Date;
  readonly expiresAt: Date;
}

function life({ issuedAt, rotateAt, expiresAt }: Life, now: Date, from: number): Html {
  const end = Math.max(expiresAt.getTime(), now.getTime());
  const span = Math.max(1, end - issuedAt.getTime());
  const at = (date: Date) => {
    const share = Math.min(1, Math.max(0, (date.getTime() - issuedAt.getTime()) / span));
    return from + share * (100 - from);
  };
  const [due, expiry, today] = [at(rotateAt), at(expiresAt), at(now)];
  return html`${zone("valid", from, due)} ${zone("due", due, expiry)}
    ${expiry < 100 ? zone("expired", expiry, 100) : null}
    <rect
      class="behind"
      x="${percent(from)}"
      y="${BAR.top + BAR.height - 5}"
      width="${percent(today - from)}"
      height="5"
    />
    <line
      class="mark"
      x1="${percent(due)}"
      x2="${percent(due)}"
      y1="${BAR.top - 8}"
      y2="${BAR.top + BAR.height}"
    />
    ${label(`due ${dayOf(rotateAt)}`, due, 32)}
    <line
      class="today"
      x1="${percent(today)}"
      x2="${percent(today)}"
      y1="18"
      y2="${BAR.top + BAR.height + 4}"
    />
    ${label("today", today, 13, "today")}
    ${label(`issued ${dayOf(issuedAt)}`, from, 80, "", "start")}
    ${label(`expires ${dayOf(expiresAt)}`, expiry, 80, "", "end")}`;
}

function unknownLife(from: number): Html {
  return html`${zone("unknown", from, 100)} ${label("age unknown", from, 80, "", "start")}`;
}

/** The tokens before, latest last, in boxes of one size. */
function earlier(fingerprints: readonly string[], width: number): Html | null {
  if (fingerprints.length === 0) return null;
  const shown = fingerprints.slice(-EARLIER_SHOWN);
  const each = width / shown.length;
  return html`${shown.map((_, index) => zone("earlier", index * each, (index + 1) * each - 0.4))}
  ${label("before", 0, 32, "", "start")}`;
}

function zone(kind: string, from: number, to: number): Html {
  return html`<rect
    class="zone ${kind}"
    x="${percent(from)}"
    y="${BAR.top}"
    width="${percent(Math.max(0, to - from))}"
    height="${BAR.height}"
    rx="3"
  />`;
}

/** Anchored so that it stays inside the picture. */
function label(
  text: string,
  at: number,
  y: number,
  kind = "",
  anchor = at < 25 ? "start" : at > 75 ? "end" : "middle",
): Html {
  return html`<text class="${kind}" x="${percent(at)}" y="${y}" text-anchor="${anchor}"
    >${text}</text
  >`;
}

function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}

function description({ issuedAt, rotateAt, expiresAt, daysLeft }: TokenOutlook): string {
  if (expiresAt === null) return "Its age is unknown.";
  return `Issued ${dayOf(issuedAt)}, due ${dayOf(rotateAt)}, ${expiryInWords(daysLeft)}, on ${dayOf(expiresAt)}.`;
}
