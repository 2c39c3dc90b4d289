/** A test says itself what runs it: what CI sets would change what the product says, and refuses. */
for (const name of ["CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"]) delete process.env[name];
/** Terraform runs for a second, hundreds of times: most of what it would collect as garbage goes with its end. */
process.env.GOGC ??= "800";

/** Packages that are ES modules only: jest's own loader wants them transformed. */
const esModules = [
  "@octokit/[^/]+",
  "@sec-ant/readable-stream",
  "@sindresorhus/merge-streams",
  "before-after-hook",
  "execa",
  "figures",
  "get-stream",
  "human-signals",
  "is-network-error",
  "is-plain-obj",
  "is-stream",
  "is-unicode-supported",
  "npm-run-path",
  "p-retry",
  "parse-ms",
  "path-key",
  "pretty-ms",
  "strip-final-newline",
  "unicorn-magic",
  "universal-user-agent",
  "yoctocolors",
];

/** What runs real Terraform, or whole programs, for longer than a contributor waits before a commit. */
const STORIES = [
  "/__tests__/.*\\.terraform\\.test\\.ts$",
  "/__tests__/e2e/(?!tour\\.)[^/]*\\.test\\.ts$",
  "/__tests__/cli/bad-input\\.test\\.ts$", // starts the program some twenty times
  "/__tests__/cli/commands/sandbox\\.test\\.ts$", // starts the program, and waits for its end
  "/__tests__/cli/show/page/chromium\\.test\\.ts$", // starts a browser
];

/** What packs the package and installs it, as `npm run check:package` does. */
const PACKED = ["/__tests__/packed\\.test\\.ts$"];

/** @type {import("jest").Config} */
const inEveryProject = {
  transform: {
    "^.+\\.(m?[tj]s)$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(.*/node_modules/)?(${esModules.join("|")})/)`],
  moduleNameMapper: {
    // Exported under the condition "import" only.
    "^unicorn-magic$": "<rootDir>/node_modules/unicorn-magic/node.js",
    // Our own await import("./x.js"): here it is x.ts.
    "^(\\.{1,2}/.*)\\.js$": ["$1.js", "$1.ts"],
  },
  testEnvironment: "node",
  // What a program that a test has started sets on `process` after the test would end in a recursion.
  testEnvironmentOptions: { globalsCleanup: "off" },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/cdktf.out/"],
  globalSetup: "<rootDir>/__tests__/terraform-on-path.ts",
  setupFilesAfterEnv: ["<rootDir>/__tests__/properties.ts"],
};

/**
 * `npm test` runs the project "commit", `npm run test:all` "stories" too, `npm run check:package`
 * "packed"; `npx jest FILE` finds a file in any.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  projects: [
    {
      ...inEveryProject,
      displayName: "commit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: [...STORIES, ...PACKED],
    },
    { ...inEveryProject, displayName: "stories", testRegex: STORIES },
    { ...inEveryProject, displayName: "packed", testRegex: PACKED },
  ],
  testTimeout: 30_000, // goes unheard in a project
  // Most of them wait for programs that they started.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/__tests__/longest-first.js",
};
