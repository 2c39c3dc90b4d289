#!/usr/bin/env node
/** `npm start`: a token's life on the sandbox, with the real cdktf and the real Terraform. */
import { Command, Option } from "commander";
import { wordsFor } from "../cli/terminal/failure";
import { SECRETS_PUTS, type SecretsPut } from "../sandbox/control/types";
import { closing } from "./closing";
import { showProgress } from "./progress";
import { runTour } from "./run";
import type { Sabotage } from "./sabotage";
import { SABOTAGES, TOUR } from "./steps";
import { putTerraformOnPath } from "./terraform-on-path";
import { Views } from "./views";

const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const INTERRUPTED_EXIT = 130;
/** npm passes on the Ctrl-C that the terminal has sent as well: the second one may be the first. */
const IMPATIENT = 3;

interface Options {
  readonly json?: true;
  readonly sabotage?: Sabotage;
  readonly providerMirror?: string;
  readonly entraPut: SecretsPut;
  readonly unkind?: true;
  readonly quick?: true;
  readonly until?: string;
}

async function main(argv: readonly string[]): Promise<void> {
  const command = new Command("npm start --")
    .description("Rotates a Druva SCIM token on the embedded sandbox, step by step.")
    .option("--json", "print one JSON document instead")
    .option(
      "--provider-mirror <dir>",
      "a Terraform filesystem mirror with azuread, okta and null; default: the stand-ins",
    )
    .addOption(
      new Option(
        "--entra-put <world>",
        "what Entra's PUT of secrets does with keys it does not name",
      )
        .choices(SECRETS_PUTS)
        .default("merges"),
    )
    .option("--unkind", "now and then answer 429, show an outdated value or lose an answer")
    .option(
      "--quick",
      "deploy by terraform alone, and start the druva provider once, not in each command",
    )
    .addOption(
      new Option("--until <step>", "end after this step").choices(TOUR.map(({ name }) => name)),
    )
    .addOption(
      new Option(
        "--sabotage <rule>",
        "run a provider without one of its rules over the steps that this must break",
      )
        .choices(Object.keys(SABOTAGES))
        .conflicts("until"),
    )
    .parse(argv);
  const { json, sabotage, providerMirror, entraPut, unkind, quick, until } =
    command.opts<Options>();

  const said = putTerraformOnPath(process.env);
  if (said !== undefined) process.stderr.write(`${said}\n`);
  const last = until === undefined ? TOUR.length : TOUR.findIndex(({ name }) => name === until);
  const steps = sabotage === undefined ? TOUR.slice(0, last + 1) : SABOTAGES[sabotage];
  const views = json === true ? undefined : new Views();
  const signal = endingSignal();
  const report = await showProgress(steps, json === true, (onProgress) =>
    runTour(steps, {
      onProgress,
      world: { secretsPut: entraPut },
      unkind: unkind === true,
      quick,
      sabotage,
      views,
      signal,
      ...(providerMirror === undefined ? {} : { providerMirror }),
    }),
  ).catch(async (error: unknown) => {
    if (!signal.aborted) throw error;
    await views?.remove();
    process.stderr.write(`${String(signal.reason)}\n`);
    process.exit(INTERRUPTED_EXIT); // the step that was interrupted may still wait for something
  });
  process.stdout.write(
    json ? `${JSON.stringify(report, null, 2)}\n` : `${closing(report, steps, views?.kept)}\n`,
  );
  process.exitCode = report.held ? 0 : 1;
}

/** Aborted at the first Ctrl-C or signal that ends, with what to tell a person. */
function endingSignal(): AbortSignal {
  const stop = new AbortController();
  let times = 0;
  // Kept until the end: without a listener execa's own would end this process at the first one.
  for (const each of ENDING_SIGNALS)
    process.on(each, () => {
      const by = each === "SIGINT" ? "Ctrl-C" : each;
      stop.abort(`Stopped by ${by}: the sandbox has ended and its folder is removed.`);
      times += 1;
      if (times === IMPATIENT) process.exit(INTERRUPTED_EXIT);
    });
  return stop.signal;
}

main(process.argv).catch((error: unknown) => {
  const { text, exitCode } = wordsFor(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
});
