#!/usr/bin/env node
/** `druva-scim`, and what it says in a checkout where nothing is built or installed yet. */
"use strict";
const { join } = require("node:path");

try {
  void require("../dist/cli/main.js").main(process.argv);
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  const root = join(__dirname, "..");
  console.error(`druva-scim is not built yet. In ${root}: npm ci && npm run build`);
  process.exitCode = 1;
}
