/** The README and the guides, as far as no sandbox is needed. */
import { execFileSync, type StdioOptions } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { EXIT } from "../../cli/terminal/exit-codes";
import { commandLine } from "../../cli/main";
import { BINDING_WORDS, FINDING_WORDS, TOKEN_WORDS } from "../../cli/show/vocabulary";
import { parseConfig } from "../../config/load";
import { TOUR } from "../../tour/steps";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { anchorsOf, blocksOf, DOCUMENTS, linksOf, textOf } from "./blocks";

const blocks = DOCUMENTS.flatMap(blocksOf);
const inLanguage = (language: string) => blocks.filter((each) => each.language === language);

/** Who runs or compiles it: this file, run.terraform.test.ts (sh), __tests__/library.terraform.test.ts (js). */
const CHECKED = ["sh", "yaml", "hcl", "mermaid", "js", "text"];

test("every code block is in a language that some test checks", () => {
  expect(blocks.filter(({ language }) => !CHECKED.includes(language))).toEqual([]);
  expect(blocks.length).toBeGreaterThan(15);
});

test("what npm start prints is shown with the tour's own steps, all of them held", () => {
  const shown = inLanguage("text");
  expect(shown.map(({ at }) => at.split(":")[0])).toEqual(["README.md"]);
  const held = [...(shown[0]?.text ?? "").matchAll(/^✔ (.+)$/gm)].map(([, title]) => title);
  expect(held).toEqual(TOUR.map(({ title }) => title));
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
