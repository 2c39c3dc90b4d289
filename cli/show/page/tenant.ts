/** A tenant's part of the page: its token, its life, and all that holds it. */
import { FINDING_WORDS, SOURCES } from "../vocabulary";
import { untoldWarnings } from "../../outlook/findings";
import type { Outlook, Remark } from "../../outlook/outlook";
import { findingInWords, unmanagedInWords } from "../finding-words";
import { expiryInWords, gapInWords, sentence } from "../gap-and-expiry";
import { counted, dayOf } from "../../terminal/time";
import { bindingCard, inOrder } from "./binding";
import { type Html, html } from "./html";
import { dayElement, instant, pill } from "./parts";
import { timeline } from "./timeline";

/** `id` starts the ids of all that is in it. */
export function tenantSection(outlook: Outlook, id: string): Html {
  const { tenant, worst, token, bindings, lastGap, stillOpen, scimUrl } = outlook;
  const ofKeys = new Set<string>(bindings.map(({ key }) => key));
  const others = outlook.findings.filter(({ subject }) => !ofKeys.has(subject));
  return html`<section aria-labelledby="${id}">
    <div class="head">
      <h2 id="${id}">${tenant}</h2>
      ${worst === null ? pill("fine", "good") : pill(worst, FINDING_WORDS[worst].tone)}
    </div>
    <p class="lead">${headline(outlook)}</p>
    <p class="muted">${token.status}: ${token.reason}</p>
    <p class="muted">${SOURCES[outlook.source]} ${instant(outlook.takenAt)}</p>
    ${cards(
      "What is wrong",
      others.map((each) => {
        const { what, todo } = findingInWords(each, outlook);
        return html`<p><strong>${what}</strong></p>
          <p class="todo"><strong>To do:</strong> ${todo}</p>`;
      }),
    )}
    ${timeline(outlook, `${id}-life`)}
    <dl class="facts">
      ${fact("Generation", token.generation === 0 ? "0 (observed)" : String(token.generation))}
      ${fact("Fingerprint", token.fingerprint === null ? "not known" : html`<code>${token.fingerprint}</code>`)}
      ${fact("Age", token.ageDays === null ? "unknown" : counted(token.ageDays, "day"))}
      ${fact("Next due", dayOf(token.rotateAt))} ${fact("Last gap", gapInWords(lastGap, stillOpen))}
      ${fact("SCIM base URL", html`<code>${scimUrl}</code>`)}
      ${
        token.pastFingerprints.length === 0
          ? null
          : fact(
              "Tokens before, latest first",
              html`${token.pastFingerprints.toReversed().map((each) => html`<code>${each}</code> `)}`,
            )
      }
    </dl>
    <h3>${counted(bindings.length, "binding")}</h3>
    <ul class="cards">
      ${inOrder(bindings).map((binding) => bindingCard(binding, outlook, bindingId(id, binding.key)))}
    </ul>
    ${cards("Not bound, and may hold the token", (outlook.unmanaged ?? []).map(unmanagedInWords).map(remark))}
    ${cards("To know", untoldWarnings(outlook).map(remark))}
  </section>`;
}

/** An id of the page for a binding of the tenant whose part has this id. */
export function bindingId(tenantId: string, key: string): string {
  return `${tenantId}-${key.replace(/[^\w-]/g, "-")}`;
}

function headline({ token }: Outlook): Html {
  if (token.generation === 0) return html`Only watched: the token itself is not known.`;
  if (token.status === "rejected") {
    return html`Druva rejects this token: nobody is provisioned with it.`;
  }
  const words = sentence(expiryInWords(token.daysLeft));
  return token.expiresAt === null
    ? html`${words}.`
    : html`${words}, on ${dayElement(token.expiresAt)}.`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function cards(title: string, items: readonly Html[]): Html | null {
  if (items.length === 0) return null;
  return html`<h3>${title}</h3>
    <ul class="cards">
      ${items.map((each) => html`<li class="card">${each}</li>`)}
    </ul>`;
}

function remark({ summary, detail }: Remark): Html {
  return html`<p>${summary}</p>
    ${detail === "" ? null : html`<p>${detail}</p>`}`;
}
