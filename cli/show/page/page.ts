/**
 * `status --html`: one page in one file, for a browser without JavaScript and without a network, on
 * a phone and on a wide screen, in light and in dark.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { BINDING_WORDS, FINDING_WORDS, SOURCES } from "../vocabulary";
import type { Situation } from "../../outlook/situation";
import { counted } from "../../terminal/time";
import { Html, html } from "./html";
import { instant } from "./parts";
import { bindingId, tenantSection } from "./tenant";

const STYLE = join(__dirname, "page.css");

/** HTML 5. Every value is escaped, and its own policy lets nothing be loaded or run. */
export function statusPage(situations: readonly Situation[]): string {
  const parts = situations.map((situation, index) => ({ situation, id: `tenant-${index + 1}` }));
  const [first] = situations;
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="referrer" content="no-referrer" />
        <title>Druva SCIM tokens: ${situations.map(({ tenant }) => tenant).join(", ")}</title>
        <style>
          ${new Html(readFileSync(STYLE, "utf8"))}
        </style>
      </head>
      <body>
        <header>
          <h1>Druva SCIM tokens</h1>
          <p class="muted">
            ${parts.length === 1 && first !== undefined ? SOURCES[first.source] : "Looked at"}
            ${first && instant(first.takenAt)}
          </p>
        </header>
        <main>
          ${todoList(parts)} ${parts.map(({ situation, id }) => tenantSection(situation, id))}
        </main>
        <footer>
          <h2>Words</h2>
          <dl class="words">
            ${WORDS.map(
              ([word, meaning]) =>
                html`<div>
                  <dt>${word}</dt>
                  <dd>${meaning}</dd>
                </div>`,
            )}
          </dl>
        </footer>
      </body>
    </html>`;
  return `${text}\n`;
}

interface Part {
  readonly situation: Situation;
  readonly id: string;
}

/** All that needs somebody, first of all. */
function todoList(parts: readonly Part[]): Html {
  const items = parts.flatMap(({ situation: { tenant, bindings }, id }) =>
    bindings.flatMap(({ key, name, status, problem }) =>
      status === "tested" && problem === null
        ? []
        : [
            html`<li>
              <a href="#${bindingId(id, key)}">${parts.length > 1 ? `${tenant}: ` : ""}${name}</a>:
              ${problem ?? status}
            </li>`,
          ],
    ),
  );
  const [worst] = parts.flatMap(({ situation }) => situation.worst ?? []);
  if (items.length === 0) {
    return worst === undefined
      ? html`<p class="summary good">Every binding is tested.</p>`
      : html`<p class="summary warn">${worst}: ${FINDING_WORDS[worst].meaning}.</p>`;
  }
  return html`<section class="summary warn" aria-labelledby="to-do">
    <h2 id="to-do">${counted(items.length, "binding needs", "bindings need")} a look</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

const WORDS: readonly (readonly [string, string])[] = [
  ...[FINDING_WORDS, BINDING_WORDS].flatMap((table) =>
    Object.entries(table).map(([word, { meaning }]) => [word, meaning] as const),
  ),
  ["gap", "seconds without a working token in the last rotation, at least and at most"],
];
