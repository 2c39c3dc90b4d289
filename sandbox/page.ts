/** Pages as the vendors' consoles have them: plain HTML and forms, usable without JavaScript. */

/** Markup that needs no more escaping. */
export class Html {
  constructor(readonly text: string) {}
}

/** Escapes whatever is filled in, save other `Html`. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(
    parts.reduce((text, part, index) => `${text}${markup(values[index - 1])}${part}`),
  );
}

function markup(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(markup).join("");
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} (sandbox)</title>
        <style>
          body {
            color-scheme: light dark;
            font: 1rem/1.5 sans-serif;
            max-width: 44rem;
            margin: 2rem auto;
          }
          input[type="text"],
          input[type="password"] {
            width: 100%;
          }
        </style>
      </head>
      <body>
        <p><small>A stand-in of the sandbox: nothing here is real.</small></p>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}
