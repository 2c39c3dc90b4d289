/**
 * `status --html`: one page in one file, for a browser without JavaScript and without a network, on
 * a phone and on a wide screen, in light and in dark.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { BINDING_WORDS, FINDING_WORDS, SOURCES } from "../vocabulary";
import { FINDING_KINDS, type Outlook } from "../../outlook/outlook";
import { findingInWords, SUBJECTS } from "../finding-words";
import { counted } from "../../terminal/time";
import { Html, html } from "./html";
import { instant } from "./parts";
import { bindingId, tenantSection } from "./tenant";

const STYLE = join(__dirname, "page.css");

/** HTML 5. Every value is escaped, and its own policy lets nothing be loaded or run. */
export function statusPage(outlooks: readonly Outlook[]): string {
  const parts = outlooks.map((outlook, index) => ({ outlook, id: `tenant-${index + 1}` }));
  const [first] = outlooks;
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
        <title>Druva SCIM tokens: ${outlooks.map(({ tenant }) => tenant).join(", ")}</title>
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
          ${todoList(parts)} ${parts.map(({ outlook, id }) => tenantSection(outlook, id))}
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
  readonly outlook: Outlook;
  readonly id: string;
}

/** All that needs somebody, first of all, and the worst of it first. */
function todoList(parts: readonly Part[]): Html {
  const items = FINDING_KINDS.flatMap((kind) =>
    parts.flatMap(({ outlook, id }) => {
      const { tenant, bindings } = outlook;
      return outlook.findings
        .filter((each) => each.kind === kind)
        .map((finding) => {
          const binding = bindings.find(({ key }) => key === finding.subject);
          const place = binding === undefined ? id : bindingId(id, binding.key);
          const subject = binding?.name ?? SUBJECTS[finding.subject] ?? finding.subject;
          const named = [...(parts.length > 1 ? [tenant] : []), subject];
          const { what } = findingInWords(finding, outlook, "it");
          return html`<li><a href="#${place}">${named.join(": ")}</a>: ${what}</li>`;
        });
    }),
  );
  if (items.length === 0) return html`<p class="summary good">Every binding is tested.</p>`;
  const isBad = parts.some(
    ({ outlook: { worst } }) => worst !== null && FINDING_WORDS[worst].tone === "bad",
  );
  return html`<section class="summary ${isBad ? "bad" : "warn"}" aria-labelledby="to-do">
    <h2 id="to-do">${counted(items.length, "thing needs", "things need")} a look</h2>
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
