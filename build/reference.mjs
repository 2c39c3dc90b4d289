/**
 * Writes docs/reference.md: the constructs' properties, the provider's resources, the config's keys
 * and the subcommands, each from where it is defined. Run after build/build.mjs, which makes what it
 * reads.
 *
 * node build/reference.mjs [file]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { installed } from "./installed.mjs";

const { format } = await installed("prettier");
const { default: ts } = await installed("typescript");

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(process.argv[2] ?? join(project, "docs/reference.md"));
const require = createRequire(join(project, "dist", "main.js"));

const { z } = createRequire(join(project, "package.json"))("zod");
const { configSchema } = require("./config/schema.js");
const { schemaDocument } = require("./provider/framework/schema-document.js");
const { druva } = require("./provider/provider.js");
const variables = require("./provider/clients/variables.js");
const { commandLine } = require("./cli/main.js");

const ADDRESS = "terraform.local/druva-scim/druva";

/** Terraform's words for how attributes are nested, as a reader of HCL knows them. */
const NESTED = { single: "object", map: "map of objects", list: "list of objects" };

const text = [
  "# Reference",
  "Made by `npm run generate` from the code itself; the words are explained in [words.md](words.md).",
  "- [Subcommands](#subcommands)\n- [Keys of druva-scim.yaml](#keys-of-druva-scimyaml)\n- [Constructs](#constructs)\n- [Resources](#resources)",
  "## Subcommands",
  ...subcommands(),
  "## Keys of druva-scim.yaml",
  ...configKeys(),
  "## Constructs",
  ...constructs(),
  "## Resources",
  ...resources(),
].join("\n\n");
writeFileSync(target, await format(text, { parser: "markdown", printWidth: 100 }));

function subcommands() {
  const program = commandLine();
  const shown = program.commands.filter((each) => each._hidden !== true);
  return [
    "Before or after each subcommand:",
    optionsTable(program),
    ...shown.flatMap((command) => section(command, "")),
  ];
}

/** Of a subcommand and those below it. */
function section(command, above) {
  const name = `${above}${command.name()}`;
  const parts = [`### druva-scim ${name}`, command.description()];
  const usage = command.registeredArguments.map(argumentOf).join(" ");
  if (usage !== "") parts.push(`\`druva-scim ${name} ${usage}\``);
  if (command.options.length > 0) parts.push(optionsTable(command));
  let more = "";
  command.configureOutput({ writeOut: (chunk) => (more += chunk) });
  command.outputHelp();
  const after = /\n\n(?!Options:|Commands:|Arguments:|Global Options:)([A-Z][^]*)$/.exec(
    afterOptions(more),
  );
  if (after !== null) parts.push(fenced("text", after[1].trim()));
  return [...parts, ...command.commands.flatMap((each) => section(each, `${name} `))];
}

/** What `addHelpText("after")` added: all below the last of commander's own lists. */
function afterOptions(help) {
  const lists = [...help.matchAll(/^(?:Options|Commands|Arguments|Global Options):\n(?: .*\n)+/gm)];
  const last = lists.at(-1);
  return last === undefined ? help : `\n${help.slice(last.index + last[0].length)}`;
}

function argumentOf(argument) {
  const dots = argument.variadic ? "..." : "";
  return argument.required ? `<${argument.name()}${dots}>` : `[${argument.name()}${dots}]`;
}

function optionsTable({ options }) {
  return table(
    ["option", "", "default"],
    options.map((option) => [
      code(option.flags),
      cell(option.description),
      option.defaultValue === undefined ? "" : code(String(option.defaultValue)),
    ]),
  );
}

function configKeys() {
  const schema = z.toJSONSchema(configSchema, { reused: "inline" });
  return [
    table(
      ["key", "is", ""],
      keysOf(schema, "").map(([key, ...rest]) => [code(key), ...rest]),
    ),
  ];
}

/** A row for every key below; `<name>` stands for a name of one's own, `[]` for a list's entries. */
function keysOf(schema, at) {
  const rows = [];
  for (const [name, value] of Object.entries(schema.properties ?? {})) {
    const key = at === "" ? name : `${at}.${name}`;
    const required = (schema.required ?? []).includes(name) ? "**required.** " : "";
    rows.push([key, cell(typeOf(value)), cell(`${required}${value.description ?? ""}`)]);
    rows.push(...keysOf(value, key));
  }
  if (schema.items !== undefined) rows.push(...keysOf(schema.items, `${at}[]`));
  if (typeof schema.additionalProperties === "object") {
    rows.push(...keysOf(schema.additionalProperties, `${at}.<name>`));
  }
  return rows;
}

function typeOf({ type, enum: values, const: value, items, format: kind }) {
  if (value !== undefined) return JSON.stringify(value);
  if (values !== undefined) return values.join(" | ");
  if (type === "array") return `list of ${typeOf(items ?? {})}`;
  if (type === "object") return "map";
  return kind ?? type ?? "any";
}

function constructs() {
  const index = join(project, "constructs/index.ts");
  const program = ts.createProgram([index], {
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node20,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const shown = new Set(
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(source))
      .map(unaliased)
      .filter((each) => each.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))
      .filter((each) => !isGenerated(each)),
  );
  const parts = [];
  // What a member refers to is added, and comes in its turn.
  for (const symbol of shown) {
    parts.push(`### ${symbol.name}`, `${kindOf(symbol)} ${docOf(symbol)}`.trim());
    const members = membersOf(symbol);
    if (members.length > 0) parts.push(membersTable(members));
    for (const each of members.flatMap(({ declarations }) => declarations ?? [])) refer(each);
  }
  return parts;

  function unaliased(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }
  /** Of the project's own types: classes that are generated are Terraform's resources, below. */
  function refer(node) {
    if (ts.isTypeReferenceNode(node)) {
      const found = checker.getSymbolAtLocation(node.typeName);
      const symbol = found && unaliased(found);
      const isClass = symbol && symbol.flags & ts.SymbolFlags.Class;
      const isType = symbol && symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias);
      if (isType && !isClass && isOwn(symbol)) shown.add(symbol);
    }
    if (!ts.isBlock(node)) node.forEachChild(refer);
  }
  function kindOf(symbol) {
    if (symbol.flags & ts.SymbolFlags.Class) return "_class._";
    if (symbol.flags & ts.SymbolFlags.Interface || membersOf(symbol).length > 0)
      return "_interface._";
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    return `_type:_ ${code(checker.typeToString(type, undefined, ts.TypeFormatFlags.InTypeAlias))}`;
  }
  function isOwn(symbol) {
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
    return file.startsWith(join(project, "constructs"));
  }
  function isGenerated(symbol) {
    return (symbol.declarations ?? []).some((each) =>
      each.getSourceFile().fileName.includes("/generated/"),
    );
  }
  function docOf(symbol) {
    const words = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    return oneLine(words.replace(/Docs at Terraform Registry: \{@link [^}]*\}/g, ""));
  }
  /** Its own, and what it has of others of this project; of a generated class nothing. */
  function membersOf(symbol) {
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    return checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .filter((each) => isOwn(each) && !(isClass && isGenerated(each)))
      .filter((each) => {
        const modifiers = ts.getCombinedModifierFlags(each.declarations[0]);
        return (
          (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0 &&
          !each.name.startsWith("__#")
        );
      });
  }
  function membersTable(members) {
    return table(
      ["member", "type", ""],
      members.map((each) => {
        const [declaration] = each.declarations;
        const isOptional = (each.flags & ts.SymbolFlags.Optional) !== 0;
        const defaults = each
          .getJsDocTags(checker)
          .filter(({ name }) => name === "default")
          .map(({ text }) => `Default: ${ts.displayPartsToString(text)}`);
        return [
          code(`${each.name}${isOptional ? "?" : ""}`),
          code(writtenType(declaration) ?? checker.typeToString(checker.getTypeOfSymbol(each))),
          cell([docOf(each), ...defaults].join(" ").trim()),
        ];
      }),
    );
  }
  /** As the source has it: without what an alias stands for. */
  function writtenType(declaration) {
    if (declaration.type === undefined) return undefined;
    const type = oneLine(declaration.type.getText());
    if (!ts.isMethodDeclaration(declaration) && !ts.isMethodSignature(declaration)) return type;
    const parameters = declaration.parameters.map((each) => oneLine(each.getText()));
    return `(${parameters.join(", ")}) => ${type}`;
  }
}

function resources() {
  const document = schemaDocument(ADDRESS, druva).provider_schemas[ADDRESS];
  const sections = (schemas, kind) =>
    Object.entries(schemas ?? {}).flatMap(([name, { block }]) => [
      `### ${kind}${name}`,
      block.description ?? "",
      attributesTable(block),
    ]);
  return [
    "The arguments in HCL, and what the constructs synthesize. `a.b` is an argument of an object (`a = { b = … }`), `a[].b` one of each object in a map or a list. There are no nested blocks. `computed` ones are read, not written.",
    '### provider "druva"',
    document.provider.block.description ?? "",
    attributesTable(document.provider.block),
    "The variables that azuread and okta read, and what they are here. Of several in one row the first that is set counts; those that end in FILE or FILE_PATH name a file.",
    variablesTable(),
    ...sections(document.resource_schemas, ""),
    ...sections(document.data_source_schemas, "data "),
  ].filter((part) => part !== "");
}

function variablesTable() {
  const { ENTRA_VARIABLES, OKTA_VARIABLES, UNSUPPORTED_VARIABLES, IRRELEVANT_VARIABLES } =
    variables;
  const rows = (block, known) =>
    Object.entries(known).map(([argument, { names, files = [], about }]) => [
      [...names, ...files].map(code).join(", "),
      about ?? code(`${block}[].${argument}`),
    ]);
  return table(
    ["variable", "what it is"],
    [
      ...rows("entra", ENTRA_VARIABLES),
      ...rows("okta", OKTA_VARIABLES),
      ...Object.entries(UNSUPPORTED_VARIABLES).map(([name, { about, instead }]) => [
        code(name),
        `not supported: ${about}. ${instead}`,
      ]),
      [IRRELEVANT_VARIABLES.map(code).join(", "), "no effect here"],
    ],
  );
}

function attributesTable(block) {
  return table(["attribute", "type", "", ""], attributesOf(block, ""));
}

function attributesOf({ attributes = {} }, at) {
  return Object.entries(attributes).flatMap(([name, each]) => [
    [
      code(`${at}${name}`),
      cell(
        each.nested_type === undefined ? shapeOf(each.type) : NESTED[each.nested_type.nesting_mode],
      ),
      cell(
        ["required", "optional", "computed", "sensitive", "write_only"]
          .filter((flag) => each[flag] === true)
          .join(", ")
          .replace("_", "-"),
      ),
      cell(each.description ?? ""),
    ],
    ...(each.nested_type === undefined
      ? []
      : attributesOf(
          each.nested_type,
          `${at}${name}${each.nested_type.nesting_mode === "single" ? "" : "[]"}.`,
        )),
  ]);
}

function shapeOf(type) {
  return Array.isArray(type) ? `${type[0]} of ${shapeOf(type[1])}` : String(type);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** In a table a bar ends the cell, even within code. */
function code(value) {
  return value === "" ? "" : `\`${value.replaceAll("|", "\\|")}\``;
}

function cell(value) {
  return oneLine(value)
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll("*", "\\*")
    .replaceAll("\\*\\*required.\\*\\*", "**required.**");
}

function oneLine(value) {
  return value.replaceAll(/\s+/g, " ").trim();
}

function fenced(language, body) {
  return `\`\`\`${language}\n${body}\n\`\`\``;
}
