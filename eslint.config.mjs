import importX, { createNodeResolver } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const besideCli = [
  "config",
  "constructs/installation",
  "sandbox",
  "provider/bindings",
  "provider/rotation",
  "provider/clients",
  "provider/issuers",
];
/** The lowest first: a room of the CLI imports what is on the floors below. */
const floors = [
  ["terminal"],
  ["workspace"],
  ["terraform"],
  ["outlook"],
  ["show"],
  ["github", "init", "doctor", "rotate"],
].map((rooms) => rooms.map((room) => `cli/${room}`));

/** Which room may import which others: the design's dependency directions. */
const mayImport = {
  "main.ts": ["stacks", "config"],
  stacks: ["constructs", "config"],
  constructs: [],
  "constructs/rules": [],
  config: ["constructs/rules"],
  "provider/protocol": [],
  "provider/framework": ["provider/protocol"],
  "provider/rotation": ["provider/framework", "constructs/rules"],
  "provider/issuers": ["provider/rotation", "provider/framework"],
  "provider/clients": [
    "provider/rotation",
    "provider/framework",
    "provider/configuration.ts",
    "constructs/rules",
  ],
  "provider/bindings": [
    "provider/clients",
    "provider/rotation",
    "provider/framework",
    "constructs/rules",
  ],
  "provider/resources": [
    "provider/bindings",
    "provider/rotation",
    "provider/issuers",
    "provider/clients",
    "provider/framework",
    "constructs/rules",
  ],
  cli: besideCli,
  "cli/commands": ["cli/subcommand.ts", ...floors.flat(), ...besideCli],
  ...Object.fromEntries(
    floors.flatMap((rooms, floor) =>
      rooms.map((room) => [room, [...floors.slice(0, floor).flat(), ...besideCli]]),
    ),
  ),
  "sandbox/!(providers)/**/*": ["sandbox", "constructs/installation/stock-providers.ts"],
  "sandbox/*.ts": ["sandbox"],
  "sandbox/providers": ["provider/framework", "provider/protocol"],
  // Its sabotaged modules stand in for the provider's, so they share their types.
  "tour/!(sabotage|attached)/**/*": ["tour", "sandbox", "cli"],
  "tour/attached": ["tour", "sandbox", "provider"],
  "tour/*.ts": ["tour", "sandbox", "cli", "config/stack-name.ts"],
};

const directions = Object.entries(mayImport).map(([room, others]) => ({
  target: `./${room}`,
  from: ".",
  except: [room, ...others, "package.json", "node_modules"].map((path) => `./${path}`),
  message: `${room} may import only: ${others.join(", ") || "itself"}. CONTRIBUTING.md says which room is whose.`,
}));

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "constructs/generated/", "provider/protocol/generated/"] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-x": importX },
    settings: {
      "import-x/resolver-next": [
        createNodeResolver({
          extensions: [".ts", ".js", ".json"],
          extensionAlias: { ".js": [".ts", ".js"] }, // await import("./x.js") is of x.ts
        }),
      ],
    },
    rules: {
      // Of an object without some of its fields, those are named and not used.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "import-x/no-restricted-paths": [
        "error",
        { basePath: import.meta.dirname, zones: directions },
      ],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/require-await": "off", // an interface's async method may have nothing to wait for
      "no-console": "error",
    },
  },
  { files: ["cli/**", "tour/**", "main.ts"], rules: { "no-console": "off" } },
  // Jest types its matchers as any: { at: expect.any(Date) }.
  { files: ["__tests__/**"], rules: { "@typescript-eslint/no-unsafe-assignment": "off" } },
);
