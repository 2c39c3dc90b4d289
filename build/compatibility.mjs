/**
 * Writes docs/compatibility.md: the tests that build/data/compatibility.json names, run now, and the
 * runs on other machines that it records. A test that failed or is not there is an error.
 *
 * npm run compatibility [-- file with the results of `jest --json`, to run nothing]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { installed } from "./installed.mjs";

const { format } = await installed("prettier");
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

const { tests, runs } = readJson(join(root, "build/data/compatibility.json"));
const results = process.argv[2] === undefined ? runTests() : readJson(process.argv[2]);
const outcomes = new Map(
  results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => [
      `${relative(root, name)}: ${fullName}`,
      status,
    ]),
  ),
);
const bad = tests.filter(({ file, test }) => outcomes.get(`${file}: ${test}`) !== "passed");
for (const { file, test } of bad)
  console.error(
    `${file}: "${test}": ${outcomes.get(`${file}: ${test}`) ?? "there is no such test"}`,
  );
if (bad.length > 0) process.exit(1);

const text = [
  "# Compatibility",
  "Made by `npm run compatibility`: each line of the first table is a test that passed in that run. CI runs all tests with Node.js 20, 22 and 24 and with the newest Terraform, and the tour with OpenTofu, every night.",
  "## Held by a test",
  table(
    ["what", "the test"],
    tests.map(({ what, file, test }) => [what, `${test} (\`${file}\`)`]),
  ),
  "## Runs on other machines",
  "By hand, on Linux x64, with the stand-ins of azuread, okta and null.",
  table(
    ["machine", "what ran", "result", "day"],
    runs.map(({ machine, ran, result, day }) => [machine, ran, result, day]),
  ),
].join("\n\n");
writeFileSync(
  join(root, "docs/compatibility.md"),
  await format(text, { parser: "markdown", printWidth: 100 }),
);

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "druva-scim-compatibility-"));
  const file = join(folder, "results.json");
  const files = [...new Set(tests.map((each) => each.file))];
  try {
    const args = ["node_modules/.bin/jest", "--json", `--outputFile=${file}`, ...files];
    execFileSync("node", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    // What failed is in the results.
  }
  try {
    return readJson(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
