/**
 * A plan's summary as a pull request's comment, for a reader who never saw this project. The same
 * plan gives the same text, so that an unchanged comment stays as it is.
 */
import { codeBlock, escaped, table } from "./markdown";
import type { PlannedBinding, Remark, Summary } from "../outlook/plan-summary";
import { actionInWords, expectedGapInWords, statusInWords, whatStops } from "./plan-words";
import {
  applications,
  headlineInWords,
  unansweredInWords,
  unmanagedInWords,
  VENDOR,
} from "../outlook/words";

const MARK: Readonly<Record<Summary["headline"], string>> = {
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

export function planMarkdown(summary: Summary): string {
  const { headline, tenant } = summary;
  return [
    `## ${MARK[headline]} Druva tenant ${escaped(tenant)}: ${titleOf(summary)}`,
    "Identity providers create, change and deactivate users in Druva with one secret per tenant, the SCIM token. Druva honours only the token generated last: a new one ends the one before at once, for everything that holds it. Generations count these tokens.",
    headline === "fail" ? failure(summary) : whatMergingDoes(summary),
    applicationsTable(summary),
    notWorking(summary),
    notLookedAt(summary),
    unmanaged(summary),
    otherResources(summary),
    remarks("Warnings", summary.warnings),
    steps(summary),
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

function titleOf(summary: Summary): string {
  if (summary.headline === "fail") return "the plan failed";
  if (summary.headline === "nothing") return "merging changes nothing";
  return `the deploy after the merge will ${escaped(headlineInWords(summary)).replace("->", "→")}`;
}

function failure({ errors }: Summary): string {
  const list = errors.map(({ summary, detail, todo }) =>
    [summary, detail, todo ?? ""].filter((part) => part !== "").join("\n"),
  );
  return `What merging would do is not known. Do not merge before this is fixed:\n\n${codeBlock(list.join("\n\n"))}`;
}

function whatMergingDoes(summary: Summary): string {
  const { token, bindings, gap } = summary;
  const touched = bindings.filter(({ what }) => what !== "stay");
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["When", when(summary)],
    ["Why", token.endsOrTakesOver && token.reason !== null ? escaped(token.reason) : undefined],
    ["What stops working", stops(summary)],
    ["For how long", gap === null ? undefined : escaped(expectedGapInWords(summary) ?? "")],
    ["Who must act", who(summary)],
    ["Touched", touched.length === 0 ? "no application" : applications(touched.length)],
    ["If nobody merges", ifNobodyMerges(summary)],
    ["Seen afterwards", afterwards(summary)],
  ];
  return table(
    ["", ""],
    rows.flatMap(([name, value]) => (value === undefined ? [] : [[`**${name}**`, value]])),
  );
}

function when({ headline }: Summary): string | undefined {
  return headline === "nothing"
    ? undefined
    : "By the deploy that follows the merge. The merge itself changes nothing.";
}

function stops(summary: Summary): string {
  const text = whatStops(summary);
  return text === undefined ? "Nothing: the present token stays alive." : escaped(text);
}

function who({ token, bindings }: Summary): string | undefined {
  if (!token.endsOrTakesOver) {
    const waiting = bindings.filter(({ what }) => what === "wait");
    return waiting.length === 0
      ? undefined
      : `A person, in the admin console of ${escaped(waiting.map(({ name }) => name).join(", "))}.`;
  }
  const byHand = bindings.filter(({ byPerson, what }) => byPerson && what !== "stay");
  const inOkta =
    byHand.length === 0
      ? ""
      : ` The same person enters it by hand in ${escaped(byHand.map(({ name }) => name).join(", "))}, which no program can set.`;
  if (token.issuer === "command" && token.ends)
    return `Nobody: a command issues the token.${inOkta}`;
  const variable = token.variable === null ? "" : ` as \`${token.variable}\``;
  if (!token.ends) {
    const which = token.change === "adopt" ? "that is in use" : "that was generated last";
    return `Somebody hands the token ${which} over to the deploy${variable}.${inOkta}`;
  }
  return `A Druva administrator generates the token **after** the merge, when the deploy waits for it, and hands it over${variable}. Not earlier: generating it is what ends the present one.${inOkta}`;
}

function ifNobodyMerges({ token, headline }: Summary): string | undefined {
  if (token.change === "rotate" && token.status !== "rejected" && token.expiresAt !== null) {
    return `The present token goes on working until it expires on ${day(token.expiresAt)}.`;
  }
  if (token.status === "rejected") return "What holds the dead token goes on failing.";
  if (headline === "heal") return "What does not work goes on failing.";
  return undefined;
}

function afterwards({ headline, tenant }: Summary): string | undefined {
  if (headline === "nothing") return undefined;
  return `\`druva-scim --tenant ${tenant} status\` says of each application whether it works, and how that is known. Anybody who may read the state can run it, once the deploy is through.`;
}

function applicationsTable({ bindings }: Summary): string {
  if (bindings.length === 0) return "";
  const rows = bindings.map((each) => [
    escaped(each.name),
    VENDOR[each.kind],
    nowOf(each),
    escaped(actionInWords(each)),
  ]);
  return table(["Application", "Where", "Now", "What the deploy does"], rows);
}

function nowOf(binding: PlannedBinding): string {
  const { status, untestable } = binding;
  const words = statusInWords(binding);
  if (status === "rejected") return `**${words}**`;
  return untestable === null ? words : `${words}; cannot be tested: ${escaped(untestable)}`;
}

/** Too long for the table: vendors name things by their ids. */
function notWorking({ bindings }: Summary): string {
  const lines = bindings.flatMap(({ name, status, evidence, notes }) => {
    const words = status === "rejected" && evidence !== null ? [evidence, ...notes] : notes;
    return words.map((each) => `- **${escaped(name)}**: ${escaped(each)}`);
  });
  return lines.length === 0 ? "" : details("What needs a look", lines);
}

function details(title: string, lines: readonly string[]): string {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"].join("\n");
}

function notLookedAt({ token, bindings }: Summary): string {
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

function unmanaged({ unmanaged: found }: Summary): string {
  if (found === null || found.length === 0) return "";
  return [
    "> [!WARNING]",
    "> **Not bound, and may hold the token too:**",
    ...found
      .map(unmanagedInWords)
      .map(({ summary, detail }) => `> - ${escaped(summary)}. ${escaped(detail)}`),
  ].join("\n");
}

function otherResources({ others }: Summary): string {
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

function steps({ token }: Summary): string {
  if (token.steps.length === 0) return "";
  return details(
    "The steps for the day",
    token.steps.map((step, index) => `${index + 1}. ${escaped(step)}`),
  );
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
