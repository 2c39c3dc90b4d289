/**
 * A package that this project is made with, wherever Node.js finds it: a workspace has node_modules
 * in a parent folder. Where it is not installed one line says what to do, and the process ends with 1.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export async function installed(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    const root = dirname(dirname(fileURLToPath(import.meta.url)));
    console.error(`What this is built with is not installed in ${root}: run npm ci first.`);
    process.exit(1);
  }
}
