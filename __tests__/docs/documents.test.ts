/** The README and the guides, as far as no sandbox is needed. */
import { execFileSync, type StdioOptions } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { runInThisContext } from "node:vm";
import { TerraformStack, Testing } from "cdktf";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { EXIT } from "../../cli/terminal/exit-codes";
import { commandLine } from "../../cli/main";
import { BINDING_WORDS, FINDING_WORDS, TOKEN_WORDS } from "../../cli/show/vocabulary";
import { parseConfig } from "../../config/load";
import { closing } from "../../tour/closing";
import { TOUR } from "../../tour/steps";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { readWorkflow } from "../workflows/workflow";
import { anchorsOf, blocksOf, DOCUMENTS, linksOf, textOf } from "./blocks";

const blocks = DOCUMENTS.flatMap(blocksOf);
const inLanguage = (language: string) => blocks.filter((each) => each.language === language);

/** Who runs or compiles it: this file, run.terraform.test.ts (sh), __tests__/packed.test.ts (js). */
const CHECKED = ["sh", "yaml", "hcl", "mermaid", "js", "ts", "diff", "text"];

test("every code block is in a language that some test checks", () => {
  expect(blocks.filter(({ language }) => !CHECKED.includes(language))).toEqual([]);
  expect(blocks.length).toBeGreaterThan(15);
});

test("what npm start prints at its end is shown as it prints it, all steps held", () => {
  const shown = inLanguage("text");
  expect(shown.map(({ at }) => at.split(":")[0])).toEqual(["README.md"]);
  const { text = "" } = shown[0] ?? {};
  const [gaps, seconds] = [
    [...text.matchAll(/last test: (\d+) s\./g)],
    / in ([\d.]+) s\./.exec(text),
  ];
  const replacing = ["silent failure", "rotate", "drift"]; // in the order in which they are shown
  const steps = TOUR.map(({ name, title }) => {
    const gap = gaps[replacing.indexOf(name)]?.[1];
    const gapSeconds = gap === undefined ? null : Number(gap);
    return {
      name,
      title,
      held: true,
      evidence: [],
      seconds: 0,
      generation: 1,
      bindings: [],
      gapSeconds,
    };
  });
  const about = { terraform: "", providers: [], deployer: "cdktf", waitScale: null } as const;
  const printed = closing({ ...about, held: true, steps, seconds: Number(seconds?.[1]) }, TOUR);
  expect(text).toBe(printed.slice(1, printed.indexOf("\nEvery check")));
});

test("JavaScript is shown by the README alone, whose lines another test packs, compiles and runs", () => {
  expect(inLanguage("js").map(({ at }) => at.split(":")[0])).toEqual(["README.md"]);
});

const rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          labels: z.strictObject({ severity: z.enum(["warning", "critical"]) }),
          annotations: z.strictObject({ summary: z.string() }),
        }),
      ),
    }),
  ),
});

test("every YAML block is a config that loads, or alarms on metrics that there are", () => {
  const source = readFileSync(join(PACKAGE_ROOT, "cli/show/metrics.ts"), "utf8");
  for (const { at, text } of inLanguage("yaml")) {
    if (text.startsWith("version:")) {
      expect(() => parseConfig(text, at)).not.toThrow();
      continue;
    }
    for (const { expr } of rules.parse(parseYaml(text)).groups.flatMap((group) => group.rules)) {
      const names = [...expr.matchAll(/druva_scim_(\w+)/g)].map(({ 1: name = "" }) => name);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(source).toContain(`gauge("${name}"`);
    }
  }
});

test("every HCL block is as `terraform fmt` writes it", () => {
  for (const { text } of inLanguage("hcl")) {
    // What it says of this machine's own configuration is nobody's business here.
    const stdio: StdioOptions = ["pipe", "pipe", "ignore"];
    const formatted = execFileSync("terraform", ["fmt", "-"], { input: text, stdio });
    expect(formatted.toString()).toBe(text);
  }
});

test("every diff applies to the workflow that init writes, and leaves a deploy that asks for the tenant's name", () => {
  const folder = mkdtempSync(join(tmpdir(), "druva-scim-diff-"));
  try {
    for (const { text } of inLanguage("diff")) {
      const [, file = ""] = /^\+\+\+ b\/(.+)$/m.exec(text) ?? [];
      const workflow = join(folder, file);
      mkdirSync(dirname(workflow), { recursive: true });
      copyFileSync(join(PACKAGE_ROOT, "examples/github-actions", basename(file)), workflow);
      execFileSync("git", ["apply", "-"], { cwd: folder, input: text });
      const { on, jobs } = readWorkflow(workflow);
      expect(on["workflow_dispatch"]).toMatchObject({ inputs: { confirm: { default: "" } } });
      expect(jobs["deploy"]?.if).toContain("inputs.confirm == 'acme'");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every TypeScript block is said to a stack, which then forgets a resource without a destroy", () => {
  const said = inLanguage("ts");
  expect(said.map(({ at }) => at.split(":")[0])).toEqual(["docs/from-azuread.md"]);
  for (const { text } of said) {
    const stack = new TerraformStack(Testing.app(), "identity");
    const say = runInThisContext(`(stack) => { ${text} }`) as (stack: TerraformStack) => void;
    say(stack);
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      removed: [{ from: "azuread_synchronization_secret.druva", lifecycle: { destroy: false } }],
    });
  }
});

test("every picture is a sequence diagram whose arrows run between its participants", () => {
  for (const { text } of inLanguage("mermaid")) {
    expect(text).toMatch(/^sequenceDiagram\n/);
    const who = new Set(
      [...text.matchAll(/^ *(?:actor|participant) (\w+)/gm)].map(([, name]) => name),
    );
    for (const [, from, to] of text.matchAll(/^ *(\w+)-{1,2}>>(\w+):/gm)) {
      expect(who).toContain(from);
      expect(who).toContain(to);
    }
  }
});

test.each([
  ["A tenant", FINDING_WORDS],
  ["A binding", BINDING_WORDS],
  ["A token", TOKEN_WORDS],
])("words.md explains each word for how it is doing, as the CLI does: %s", (title, words) => {
  const [, section = ""] = textOf("docs/words.md").split(`## ${title}\n`);
  const [table = ""] = section.split("\n## ");
  const rows = [...table.matchAll(/^\| (\w+) +\| (.+?) +\|$/gm)].map(([, word, meaning]) => [
    word,
    meaning,
  ]);
  const expected = Object.entries(words).map(([word, { meaning }]) => [word, meaning]);
  expect(rows.slice(1)).toEqual(expected);
});

test("words.md says which short word a table has for each word of a binding", () => {
  const words = textOf("docs/words.md");
  for (const [word, { short }] of Object.entries(BINDING_WORDS)) {
    expect(words).toContain(`${short} (${word})`);
  }
});

test("every link leads to a file that there is, and to a heading in it", () => {
  const broken = DOCUMENTS.flatMap((document) =>
    linksOf(document)
      .filter((link) => {
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? document : join(dirname(document), path);
        const file = join(PACKAGE_ROOT, target);
        if (!existsSync(file)) return true;
        if (anchor === undefined) return false;
        return (
          statSync(file).isDirectory() || !anchorsOf(relative(PACKAGE_ROOT, file)).includes(anchor)
        );
      })
      .map((link) => `${document}: ${link}`),
  );
  expect(broken).toEqual([]);
});

/** In blocks and in the text: what follows the program's name, up to where the shell goes on. */
function commandsIn(document: string): string[][] {
  return [
    ...textOf(document).matchAll(/(?:npx |^|`|\| )druva-scim ((?:"[^"\n]*"|[^`\n|>"])+)/gm),
  ].map(({ 1: rest = "" }) =>
    [...rest.trim().matchAll(/"([^"]*)"|(\S+)/g)].map(
      ({ 1: quoted, 2: word }) => quoted ?? word ?? "",
    ),
  );
}

test("every subcommand and option that is spoken of exists", () => {
  const unknown = DOCUMENTS.flatMap((document) =>
    commandsIn(document).flatMap((words) => {
      const program = commandLine();
      const command = program.commands.find((each) => words.includes(each.name()));
      if (command === undefined) return [`${document}: druva-scim ${words.join(" ")}`];
      const known = [...program.options, ...command.options].flatMap(({ long }) => long ?? []);
      return words
        .filter((word) => word.startsWith("--") && !known.includes(word))
        .map((word) => `${document}: druva-scim ${command.name()} ${word}`);
    }),
  );
  expect(unknown).toEqual([]);
});

test("the day ends with each exit code that drift may have after a rotation that went well", () => {
  const [, ending = ""] = textOf("docs/the-day.md").split("Afterwards:");
  const codes = [...ending.matchAll(/(?:Exit code |\. )(\d+):/g)].map(([, code]) => Number(code));
  expect(codes).toEqual([EXIT.fine, EXIT.waiting]);
});

test("the nightly workflow says at its head what drift tells apart", () => {
  const file = join(PACKAGE_ROOT, "examples/github-actions/druva-scim-drift.yml");
  const [head = ""] = readFileSync(file, "utf8").split("\n\n", 1);
  const drift = commandLine().commands.find((command) => command.name() === "drift");
  const kinds = drift?.description().replace("Report what ", "").replace(".", "") ?? "none";
  expect(head.replaceAll("\n# ", " ")).toContain(kinds);
});
