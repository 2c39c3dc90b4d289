/** For `node --require`: whoever asks for cdktf gets cdktn, as after docs/cdktn.md. */
const Module = require("node:module");

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolve(request.replace(/^cdktf(?=\/|$)/, "cdktf-by-cdktn"), ...rest);
