/** docs/reliability.md, from results: figures first, then a table for each group. */
import { DEAD_AND_CLEAN, DEPLOYS_TO_HEAL, SUCCEEDED_OVER_DEAD, TOKENS_ISSUED } from "./healing";
import { type Facts, type Group, GROUPS, type Result, type Scenario } from "./scenario";

const HEAD = `# Reliability

What happens to a token, and to the applications that hold it, when something goes wrong. Real Terraform
ran each scenario on the sandbox, with stand-ins of azuread, okta and null. What happened was read from
the sandbox's control API and from Terraform's plan JSON. Only what \`druva-scim drift\` reports is this
package's own word, as that is the subject there. What is expected stands beside each scenario in
\`__tests__/faults\`. \`npm run test:faults\` runs all of it again and writes this page; an interrupted
run goes on where it ended.

A kill or a fault holds if one deploy without it heals everything (most need none), the one token that was
asked for was issued and no other, every application provisions a user with it, no plan was clean and no
deploy succeeded while an application could not provision, and no application was given a third token.
`;

const ABOUT: Readonly<Record<Group, string>> = {
  kills: `A process is ended at a known point of a rotation: a request is held, the issuing command waits, the
journal or the state cannot be read or saved any further; then the signal comes. "Process group" is what
a terminal that is closed reaches; "everything" also ends the issuing command, as a machine that stops.`,
  faults: `Every endpoint that a rotation calls (D: the druva provider, A: azuread, O: okta, C: a binding's command)
answers with every fault, during one whole deploy; the token was generated before it.`,
  drift: "",
  state: "",
  races: "",
  secrets:
    "Where a vendor's error repeats what it was sent, azuread prints it, as its errors quote the vendor: this cannot be fixed from outside. Those scenarios run without the stock providers.",
  model: "",
  soak: "",
};

const LEGEND = `The number is how many deploys without the fault were needed; 0: the deploy itself came through.`;

/** Of all groups that have results; of these, a scenario without a result is said not to have run. */
export function reliability(played: readonly Result[], all: readonly Scenario[]): string {
  const known = new Map(played.map((result) => [`${result.group}: ${result.name}`, result]));
  const begun = new Set(played.map(({ group }) => group));
  const results = all
    .filter(({ group }) => begun.has(group))
    .map(
      ({ run, short, ...about }): Result =>
        known.get(`${about.group}: ${about.name}`) ?? {
          ...{ skipped: "not yet", ...about },
          ...{ seen: {}, held: false, seconds: 0 },
        },
    );
  const groups = GROUPS.map((group) => ({
    group,
    rows: results.filter((result) => result.group === group),
  })).filter(({ rows }) => rows.length > 0);
  return [HEAD, figures(groups), ...groups.map(section)].join("\n");
}

interface GroupResults {
  readonly group: Group;
  readonly rows: readonly Result[];
}

function figures(groups: readonly GroupResults[]): string {
  const lines = groups.map(({ group, rows }) => [
    `[${titleOf(group)}](#${group})`,
    rows.length,
    rows.filter(isHeld).length,
    rows.filter(({ skipped }) => skipped !== undefined).length,
    sum(rows, (seen, { expected }) =>
      TOKENS_ISSUED in expected && TOKENS_ISSUED in seen
        ? Number(seen[TOKENS_ISSUED]) - needIn(expected)
        : null,
    ),
    sum(rows, (seen) => numberIn(seen, DEAD_AND_CLEAN)),
    sum(rows, (seen) => numberIn(seen, SUCCEEDED_OVER_DEAD)),
  ]);
  const heads = [
    ...["What goes wrong", "Scenarios", "Held", "Not run", "Tokens beyond need"],
    ...["Clean plans over a dead binding", "Successful deploys over a dead binding"],
  ];
  return table(heads, lines);
}

/** A kill or a fault meets one rotation; other scenarios name what they need. */
function needIn(expected: Facts): number {
  return DEAD_AND_CLEAN in expected ? 1 : Number(expected[TOKENS_ISSUED]);
}

function section({ group, rows }: GroupResults): string {
  const notes = [...new Set(rows.flatMap(({ note }) => note ?? []))];
  const isMatrix = rows.every(({ row, column }) => row !== undefined && column !== undefined);
  return [
    `## ${titleOf(group)}\n`,
    ...(ABOUT[group] === "" ? [] : [`${ABOUT[group]}\n`]),
    ...(isMatrix ? [`${LEGEND}\n`, matrix(rows, notes)] : [list(rows, notes)]),
    ...notes.map((note, index) => `${index + 1}. ${note}`),
    ...(notes.length === 0 ? [] : [""]),
  ].join("\n");
}

function matrix(rows: readonly Result[], notes: readonly string[]): string {
  const names = [...new Set(rows.map(({ row = "" }) => row))];
  const columns = [...new Set(rows.map(({ column = "" }) => column))];
  return table(
    ["", ...columns],
    names.map((name) => [
      name,
      ...columns.map((wanted) => {
        const found = rows.find(({ row, column }) => row === name && column === wanted);
        return found === undefined ? "" : `${markOf(found)}${noteOf(found, notes)}`;
      }),
    ]),
  );
}

/** How many deploys it took; of what did not hold, that. */
function markOf({ held, skipped, seen }: Result): string {
  if (skipped !== undefined) return "not run";
  const deploys = numberIn(seen, DEPLOYS_TO_HEAL);
  return held ? String(deploys ?? "held") : "**failed**";
}

function list(rows: readonly Result[], notes: readonly string[]): string {
  return table(
    ["What goes wrong", "Seen", ""],
    rows.map((result) => {
      const { name, seen, expected, held, skipped } = result;
      const facts = Object.keys(expected).map((fact) => `${fact}: ${String(seen[fact])}`);
      const mark = skipped !== undefined ? `not run: ${skipped}` : held ? "held" : "**failed**";
      return [name, facts.join(", "), `${mark}${noteOf(result, notes)}`];
    }),
  );
}

/** The number of its note below the table. */
function noteOf({ note }: Result, notes: readonly string[]): string {
  return note === undefined ? "" : ` (${notes.indexOf(note) + 1})`;
}

function table(
  heads: readonly string[],
  lines: readonly (readonly (string | number | null)[])[],
): string {
  const line = (cells: readonly (string | number | null)[]) =>
    `| ${cells.map((cell) => String(cell ?? "-").replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...lines.map(line), ""].join("\n");
}

/** Null where no scenario of the group has that figure. */
function sum(
  rows: readonly Result[],
  figure: (seen: Facts, result: Result) => number | null,
): number | null {
  const numbers = rows.flatMap((row) => figure(row.seen, row) ?? []);
  return numbers.length === 0 ? null : numbers.reduce((one, other) => one + other, 0);
}

function numberIn(seen: Facts, fact: string): number | null {
  const value = seen[fact];
  return typeof value === "number" ? value : null;
}

const isHeld = ({ held, skipped }: Result) => held && skipped === undefined;

function titleOf(group: Group): string {
  return `${group[0]?.toUpperCase() ?? ""}${group.slice(1)}`;
}
