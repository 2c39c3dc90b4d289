#!/usr/bin/env node
/** `druva-scim`, and what it says in a checkout where nothing is built yet. */
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const program = join(root, "dist/cli/main.js");
if (existsSync(program)) {
  void require(program).main(process.argv);
} else {
  console.error(`druva-scim is not built yet. In ${root}: npm ci && npm run build`);
  process.exitCode = 1;
}
