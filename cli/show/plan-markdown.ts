/**
 * What a deploy would do as a pull request's comment, for a reader who never saw this project. The same
 * plan gives the same text, so that an unchanged comment stays as it is.
 */
import { codeBlock, escaped, table } from "./markdown";
import type { BindingOutlook } from "../outlook/bindings";
import type { Headline, PlanOutlook, Remark } from "../outlook/outlook";
import { dayOf } from "../terminal/time";
import { unansweredInWords, unmanagedInWords, VENDOR } from "./finding-words";
import {
  actionInWords,
  applications,
  expectedGapInWords,
  headlineInWords,
  statusInWords,
  stepsInWords,
  unrelatedInWords,
  whatRefuses,
  whatStops,
} from "./plan-words";

const MARK: Readonly<Record<Headline, string>> = {
  fail: "❌",
  remove: "⚠️",
  rotate: "🔑",
  "take over": "🔑",
  heal: "🩹",
  bind: "🔗",
  release: "✂️",
  wait: "⏳",
  change: "✏️",
  nothing: "✅",
};

/** Finds the comment again. */
export function commentMarker(tenant: string): string {
  return `<!-- druva-scim plan ${tenant} -->`;
}

export function planMarkdown(outlook: PlanOutlook): string {
  const { headline, tenant } = outlook;
  return [
    `## ${MARK[headline]} Druva tenant ${escaped(tenant)}: ${titleOf(outlook)}`,
    "Identity providers create, change and deactivate users in Druva with one secret per tenant, the SCIM token. Druva honours only the token generated last: a new one ends the one before at once, for everything that holds it. Generations count these tokens.",
    ...(headline === "fail"
      ? [failure(outlook)]
      : [
          whatMergingDoes(outlook),
          applicationsTable(outlook),
          notWorking(outlook),
          notLookedAt(outlook),
        ]),
    unmanaged(outlook),
    otherResources(outlook),
    remarks("Warnings", outlook.warnings),
    steps(outlook),
    "<sub>Made by `druva-scim plan`. Planning changed nothing, and no secret is in this text.</sub>",
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

/** What is said instead of a plan that could not even be tried. */
export function noPlanMarkdown(tenant: string, message: string): string {
  return [
    `## ${MARK.fail} Druva tenant ${escaped(tenant)}: the plan could not be made`,
    "What merging would do is not known. Do not merge before this is fixed:",
    codeBlock(message),
    "<sub>Made by `druva-scim plan`. Planning changed nothing, and no secret is in this text.</sub>\n",
  ].join("\n\n");
}

function titleOf(outlook: PlanOutlook): string {
  if (outlook.headline === "fail") return "the plan failed";
  if (outlook.headline === "nothing") return "merging changes nothing";
  return `the deploy after the merge will ${escaped(headlineInWords(outlook)).replace("->", "→")}`;
}

function failure({ errors }: PlanOutlook): string {
  const list = errors.map(({ summary, detail, todo }) =>
    [summary, detail, todo ?? ""].filter((part) => part !== "").join("\n"),
  );
  return `What merging would do is not known. Do not merge before this is fixed:\n\n${codeBlock(list.join("\n\n"))}`;
}

function whatMergingDoes(outlook: PlanOutlook): string {
  const { token, bindings } = outlook;
  const touched = bindings.filter(({ action }) => action !== "stay");
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["When", when(outlook)],
    ["Why", optional(token.plan.why ?? undefined)],
    ["Refused", optional(whatRefuses(outlook))],
    ["What stops working", stops(outlook)],
    ["For how long", optional(expectedGapInWords(outlook))],
    ["Who must act", who(outlook)],
    ["Touched", touched.length === 0 ? "no application" : applications(touched.length)],
    ["Does not hold the token", optional(unrelatedInWords(outlook))],
    ["If nobody merges", ifNobodyMerges(outlook)],
    ["Seen afterwards", afterwards(outlook)],
  ];
  return table(
    ["", ""],
    rows.flatMap(([name, value]) => (value === undefined ? [] : [[`**${name}**`, value]])),
  );
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : escaped(text);
}

function when({ headline }: PlanOutlook): string | undefined {
  return headline === "nothing"
    ? undefined
    : "By the deploy that follows the merge. The merge itself changes nothing.";
}

function stops(outlook: PlanOutlook): string {
  return optional(whatStops(outlook)) ?? "Nothing: the present token stays alive.";
}

function who({ token: { plan }, bindings }: PlanOutlook): string | undefined {
  if (!plan.endsOrTakesOver) {
    const waiting = bindings.filter(({ action }) => action === "wait");
    return waiting.length === 0
      ? undefined
      : `A person, in the admin console of ${escaped(waiting.map(({ name }) => name).join(", "))}.`;
  }
  const byHand = bindings.filter(({ byPerson, action }) => byPerson && action !== "stay");
  const inOkta =
    byHand.length === 0
      ? ""
      : ` The same person enters it by hand in ${escaped(byHand.map(({ name }) => name).join(", "))}, which no program can set.`;
  if (plan.issuer === "command" && plan.ends) return `Nobody: a command issues the token.${inOkta}`;
  const variable = plan.variable === null ? "" : ` as \`${plan.variable}\``;
  if (!plan.ends) {
    const which = plan.change === "adopt" ? "that is in use" : "that was generated last";
    return `Somebody hands the token ${which} over to the deploy${variable}.${inOkta}`;
  }
  return `A Druva administrator generates the token **after** the merge, when the deploy waits for it, and hands it over${variable}. Not earlier: generating it is what ends the present one.${inOkta}`;
}

function ifNobodyMerges({ token, headline }: PlanOutlook): string | undefined {
  if (token.plan.change === "rotate" && token.status !== "rejected" && token.expiresAt !== null) {
    return `The present token goes on working until it expires on ${dayOf(token.expiresAt)}.`;
  }
  if (token.status === "rejected") return "What holds the dead token goes on failing.";
  if (headline === "heal") return "What does not work goes on failing.";
  return undefined;
}

function afterwards({ headline, tenant }: PlanOutlook): string | undefined {
  if (headline === "nothing") return undefined;
  return `\`druva-scim --tenant ${tenant} status\` says of each application whether it works, and how that is known. Anybody who may read the state can run it, once the deploy is through.`;
}

function applicationsTable({ bindings }: PlanOutlook): string {
  if (bindings.length === 0) return "";
  const rows = bindings.map((each) => [
    escaped(each.name),
    VENDOR[each.kind],
    nowOf(each),
    escaped(actionInWords(each)),
  ]);
  return table(["Application", "Where", "Now", "What the deploy does"], rows);
}

function nowOf(binding: BindingOutlook): string {
  const { status, untestable } = binding;
  const words = statusInWords(binding);
  if (status === "rejected") return `**${words}**`;
  return untestable === null ? words : `${words}; cannot be tested: ${escaped(untestable)}`;
}

/** Too long for the table: vendors name things by their ids. */
function notWorking({ bindings }: PlanOutlook): string {
  const lines = bindings.flatMap(({ name, status, evidence, notes }) => {
    const words = status === "rejected" && evidence !== null ? [evidence, ...notes] : notes;
    return words.map((each) => `- **${escaped(name)}**: ${escaped(each)}`);
  });
  return lines.length === 0 ? "" : details("What needs a look", lines);
}

function details(title: string, lines: readonly string[]): string {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"].join("\n");
}

function notLookedAt({ token, bindings }: PlanOutlook): string {
  const unknown = bindings.filter(({ status }) => status === "unknown");
  if (unknown.length === 0 && token.unanswered === null) return "";
  return [
    "> [!NOTE]",
    ...(token.unanswered === null
      ? []
      : [`> **Not known:** ${escaped(unansweredInWords(token.unanswered))}`]),
    ...(unknown.length === 0
      ? []
      : [
          `> **Live bindings could not be looked at in this plan** (${unknown.length} of them): the identity that plans is not allowed to, or nobody answered. Whether these work right now is not known from here; the deploy, with an identity that may, tests each one that it writes.`,
          "",
          details(
            "What could not be looked at, and why",
            unknown.map(
              ({ name, evidence }) => `- **${escaped(name)}**: ${escaped(evidence ?? "")}`,
            ),
          ),
        ]),
  ].join("\n");
}

function unmanaged({ unmanaged: found }: PlanOutlook): string {
  if (found === null || found.length === 0) return "";
  return [
    "> [!WARNING]",
    "> **Not bound, and may hold the token too:**",
    ...found
      .map(unmanagedInWords)
      .map(({ summary, detail }) => `> - ${escaped(summary)}. ${escaped(detail)}`),
  ].join("\n");
}

function otherResources({ others }: PlanOutlook): string {
  if (others.length === 0) return "";
  return [
    "**Other resources of the stack**",
    "",
    ...others.map(({ address, actions }) => `- ${escaped(address)}: ${actions.join(", ")}`),
  ].join("\n");
}

function remarks(title: string, found: readonly Remark[]): string {
  if (found.length === 0) return "";
  return [
    `**${title}**`,
    "",
    ...found.map(({ summary, detail }) => `- **${escaped(summary)}** ${escaped(detail)}`.trimEnd()),
  ].join("\n");
}

function steps({ token: { plan } }: PlanOutlook): string {
  if (plan.steps.length === 0) return "";
  const { question, lines } = stepsInWords(plan);
  return details(
    question ?? "The steps for the day",
    lines.map(({ mark, text }) => `${mark} ${escaped(text)}`),
  );
}
