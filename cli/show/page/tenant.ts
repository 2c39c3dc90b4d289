/** A tenant's part of the page: its token, its life, and all that holds it. */
import { FINDING_WORDS, SOURCES } from "../vocabulary";
import type { Situation } from "../../outlook/situation";
import { expiryInWords, gapInWords, sentence } from "../gap-and-expiry";
import { counted, dayOf } from "../../terminal/time";
import { bindingCard, inOrder } from "./binding";
import { type Html, html } from "./html";
import { day, instant, pill } from "./parts";
import { timeline } from "./timeline";

/** `id` starts the ids of all that is in it. */
export function tenantSection(situation: Situation, id: string): Html {
  const { tenant, worst, token, bindings, lastGap, stillOpen, scimUrl } = situation;
  const { unmanaged, warnings } = situation;
  return html`<section aria-labelledby="${id}">
    <div class="head">
      <h2 id="${id}">${tenant}</h2>
      ${worst === null ? pill("fine", "good") : pill(worst, FINDING_WORDS[worst].tone)}
    </div>
    <p class="lead">${headline(situation)}</p>
    <p class="muted">${token.status}: ${token.reason}</p>
    <p class="muted">${SOURCES[situation.source]} ${instant(situation.takenAt)}</p>
    ${timeline(situation, `${id}-life`)}
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
      ${inOrder(bindings).map((binding) => bindingCard(binding, bindingId(id, binding.key)))}
    </ul>
    ${remarks("Not bound, and may hold the token", unmanaged)} ${remarks("To know", warnings)}
  </section>`;
}

/** An id of the page for a binding of the tenant whose part has this id. */
export function bindingId(tenantId: string, key: string): string {
  return `${tenantId}-${key.replace(/[^\w-]/g, "-")}`;
}

function headline({ token }: Situation): Html {
  if (token.generation === 0) return html`Only watched: the token itself is not known.`;
  if (token.status === "rejected") {
    return html`Druva rejects this token: nobody is provisioned with it.`;
  }
  const words = sentence(expiryInWords(token.daysLeft));
  return token.expiresAt === null ? html`${words}.` : html`${words}, on ${day(token.expiresAt)}.`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function remarks(
  title: string,
  items: readonly { readonly message: string; readonly todo: string | null }[],
): Html | null {
  if (items.length === 0) return null;
  return html`<h3>${title}</h3>
    <ul class="cards">
      ${items.map(
        ({ message, todo }) =>
          html`<li class="card">
            <p>${message}</p>
            ${todo === null ? null : html`<p class="todo"><strong>To do:</strong> ${todo}</p>`}
          </li>`,
      )}
    </ul>`;
}
