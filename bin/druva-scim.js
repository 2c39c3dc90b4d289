#!/usr/bin/env node
/**
 * `druva-scim`, and what it says in a checkout where nothing is built or installed yet, or on a Node.js
 * that is too old: such a one cannot load the rest, so this file is in words that it knows.
 */
"use strict";
const { join } = require("path");

const [, major, minor] = /(\d+)\.(\d+)/.exec(require("../package.json").engines.node);
const found = process.versions.node.split(".").map(Number);
if (found[0] < major || (found[0] === Number(major) && found[1] < minor)) {
  console.error(
    `druva-scim needs Node.js ${major}.${minor} or newer, and this is ${process.versions.node} (${process.execPath}).`,
  );
  process.exit(1);
}

try {
  void require("../dist/cli/main.js").main(process.argv);
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  const root = join(__dirname, "..");
  console.error(`druva-scim is not built yet. In ${root}: npm ci && npm run build`);
  process.exitCode = 1;
}
