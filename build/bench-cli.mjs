/**
 * How long `druva-scim plan` takes against the same by hand: synthesize the CDKTF app, then
 * `terraform plan` in the stack's folder. Neither has to initialise: the CLI sees that nothing has
 * changed since its last init, and a person at a terminal does not run it again either. (By hand
 * with init at each turn, and a plan of what was synthesized before, are measured too.) On the
 * sandbox with the stand-in packages, the tenant adopted and everything bound; in turn, so that what
 * else the machine does meets all alike. Exits with 1 where the medians' ratio is above 1.5.
 *
 * node build/bench-cli.mjs [rounds]   default 9
 */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = Number(process.argv[2] ?? 9);
const LIMIT = 1.5;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const require = createRequire(import.meta.url);
const { startSandbox } = require(join(dist, "sandbox/sandbox.js"));
const { newTokenInDruva } = require(join(dist, "sandbox/people.js"));
const { environmentOf } = require(join(dist, "tour/surroundings.js"));
const { STACK, Workplace } = require(join(dist, "tour/workplace.js"));

const sandbox = await startSandbox({ waitScale: 0.02 });
try {
  const environment = {
    ...environmentOf(process.env, sandbox.environment),
    HOME: sandbox.directory, // where cdktf-cli keeps packages
  };
  const folder = join(sandbox.directory, "repository");
  mkdirSync(folder);
  const workplace = await Workplace.create(folder, environment, sandbox.lockFile);
  const { exitCode, output } = await workplace.deploy(await newTokenInDruva(sandbox));
  if (exitCode !== 0) throw new Error(output);
  const { stackFolder } = workplace;

  const app = () => run("node", [join(dist, "main.js")], folder);
  const init = () => run("terraform", ["init", "-input=false"], stackFolder);
  const plan = () => run("terraform", ["plan", "-input=false", "-detailed-exitcode"], stackFolder);
  const ways = {
    "druva-scim plan": () => run("node", [join(dist, "cli/main.js"), "plan"], folder),
    "app, terraform plan": async () => {
      await app();
      await plan();
    },
    "app, terraform init, terraform plan": async () => {
      await app();
      await init();
      await plan();
    },
    "terraform plan alone": plan,
  };
  const seconds = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  await ways["druva-scim plan"](); // its init
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const started = performance.now();
      await way();
      seconds[name].push((performance.now() - started) / 1000);
    }
  }
  const medians = Object.entries(seconds).map(([name, each]) => [name, median(each)]);
  for (const [name, each] of medians) console.log(`${name}: ${each.toFixed(2)} s`);
  const [[, cli], [, byHand]] = medians;
  console.log(
    `druva-scim plan is ${(cli / byHand).toFixed(2)}x the same by hand without init (medians of ${ROUNDS}, in turn), at most ${LIMIT}x; stack ${STACK}`,
  );
  process.exitCode = cli / byHand <= LIMIT ? 0 : 1;

  /** A plan may exit with 2: a person's app waits here. */
  function run(program, args, cwd) {
    return new Promise((done, failed) => {
      execFile(program, args, { cwd, env: environment, maxBuffer: 1e8 }, (error, _out, err) =>
        error && error.code !== 2 ? failed(new Error(`${program}: ${err}`)) : done(),
      );
    });
  }
} finally {
  await sandbox.stop();
}

function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}
