/** A binding's card: how it stands, what shows it, and what to do. */
import type { BindingStatus } from "../../../provider/bindings/binding-status";
import type { BindingSituation } from "../../outlook/binding-situation";
import { gapInWords, sentence } from "../gap-and-expiry";
import { type Html, html } from "./html";
import { BINDING_WORDS } from "../vocabulary";
import { instant, pill } from "./parts";

/** What needs a person comes first. */
const ORDER: readonly BindingStatus[] = ["rejected", "unknown", "unproven", "waiting", "tested"];

export function inOrder(bindings: readonly BindingSituation[]): BindingSituation[] {
  return bindings.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
}

const KINDS = {
  entra: "Entra application",
  okta: "Okta app",
  command: "By command",
} as const;

/** `id` is where the list of things to do leads to. */
export function bindingCard(binding: BindingSituation, id: string): Html {
  const { kind, name, status, evidence, verifiedAt, gap, problem, todo } = binding;
  return html`<li class="card" id="${id}">
    <div class="head">
      <h4>${name}</h4>
      ${pill(status, BINDING_WORDS[status].tone)}
    </div>
    <p class="muted">
      ${KINDS[kind]}${name === binding.id ? null : html` · <code>${binding.id}</code>`}
    </p>
    ${problem === null ? null : html`<p><strong>${sentence(problem)}</strong></p>`}
    ${todo === null ? null : html`<p class="todo"><strong>To do:</strong> ${todo}</p>`}
    ${evidence === null ? null : html`<p>${evidence}</p>`}
    <p class="muted">
      Last proven by an apply:
      ${verifiedAt === null ? "not yet" : instant(verifiedAt)}${
        gap === null ? null : ` · gap ${gapInWords(gap)}`
      }
    </p>
  </li>`;
}
