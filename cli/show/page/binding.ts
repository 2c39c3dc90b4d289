/** A binding's card: how it stands, what shows it, and what to do. */
import type { BindingStatus } from "../../../provider/bindings/binding-status";
import type { BindingOutlook } from "../../outlook/bindings";
import { untoldNotes } from "../../outlook/findings";
import type { Outlook } from "../../outlook/outlook";
import { findingInWords } from "../finding-words";
import { gapInWords, lastPassedInWords, sentence } from "../gap-and-expiry";
import { type Html, html } from "./html";
import { BINDING_WORDS } from "../vocabulary";
import { pill } from "./parts";

/** What needs a person comes first. */
const ORDER: readonly BindingStatus[] = ["rejected", "unknown", "unproven", "waiting", "tested"];

export function inOrder(bindings: readonly BindingOutlook[]): BindingOutlook[] {
  return bindings.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

const KINDS = {
  entra: "Entra application",
  okta: "Okta app",
  command: "By command",
} as const;

/** `id` is where the list of things to do leads to. */
export function bindingCard(binding: BindingOutlook, outlook: Outlook, id: string): Html {
  const { kind, name, status, evidence, gap } = binding;
  const facts = [lastPassedInWords(binding), gap === null ? undefined : `gap ${gapInWords(gap)}`];
  const told = facts.filter((each) => each !== undefined).join(" · ");
  const findings = outlook.findings
    .filter(({ subject }) => subject === binding.key)
    .map((each) => findingInWords(each, outlook, "it"));
  return html`<li class="card" id="${id}">
    <div class="head">
      <h4>${name}</h4>
      ${pill(status, BINDING_WORDS[status].tone)}
    </div>
    <p class="muted">
      ${KINDS[kind]}${name === binding.id ? null : html` · <code>${binding.id}</code>`}
    </p>
    ${findings.map(
      ({ what, todo }) =>
        html`<p><strong>${sentence(what)}</strong></p>
          ${todo === "" ? null : html`<p class="todo"><strong>To do:</strong> ${todo}</p>`}`,
    )}
    ${[evidence, ...untoldNotes(binding)].map((each) =>
      each === null ? null : html`<p>${each}</p>`,
    )}
    ${told === "" ? null : html`<p class="muted">${sentence(told)}</p>`}
  </li>`;
}
