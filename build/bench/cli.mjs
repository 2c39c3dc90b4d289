/**
 * How long `druva-scim plan` takes against the same by hand: synthesize the CDKTF app, then
 * `terraform plan` in the stack's folder. Neither has to initialise: the CLI sees that nothing has
 * changed since its last init, and a person at a terminal does not run it again either. (By hand
 * with init at each turn, and a plan of what was synthesized before, are measured too.) On the
 * sandbox with the stand-in packages, the tenant adopted and everything bound.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { built, dist, isHeld, mediansInTurn, run, timed } from "./measuring.mjs";

const LIMIT = 1.5;

export async function measure(rounds = 9) {
  const { startSandbox } = built("./sandbox/sandbox.js");
  const { newTokenInDruva } = built("./sandbox/people.js");
  const { environmentOf } = built("./tour/surroundings.js");
  const { Workplace } = built("./tour/workplace.js");
  const sandbox = await startSandbox({ waitScale: 0.02 });
  try {
    const env = {
      ...environmentOf(process.env, sandbox.environment),
      HOME: sandbox.directory, // where cdktf-cli keeps packages
    };
    const folder = join(sandbox.directory, "repository");
    mkdirSync(folder);
    const workplace = await Workplace.create(folder, env, sandbox.lockFile);
    const { exitCode, output } = await workplace.deploy(await newTokenInDruva(sandbox));
    if (exitCode !== 0) throw new Error(output);

    // A plan may exit with 2: a person's app waits here.
    const node = (...args) => run("node", args, { cwd: folder, env, codes: [2] });
    const terraform = (...args) =>
      run("terraform", args, { cwd: workplace.stackFolder, env, codes: [2] });
    const app = () => node(join(dist, "main.js"));
    const plan = () => terraform("plan", "-input=false", "-detailed-exitcode");
    const ways = {
      "druva-scim plan": () => node(join(dist, "cli/main.js"), "plan"),
      "app, terraform plan": async () => {
        await app();
        await plan();
      },
      "app, terraform init, terraform plan": async () => {
        await app();
        await terraform("init", "-input=false");
        await plan();
      },
      "terraform plan alone": plan,
    };
    await ways["druva-scim plan"](); // its init
    const medians = await mediansInTurn(
      Number(rounds),
      ...Object.values(ways).map((way) => () => timed(way)),
    );
    for (const [index, name] of Object.keys(ways).entries()) {
      console.log(`${name}: ${(medians[index] / 1000).toFixed(2)} s`);
    }
    const [cli, byHand] = medians;
    const what = `druva-scim plan, against the same by hand without init (medians of ${rounds}, in turn)`;
    return isHeld(what, cli / byHand, LIMIT);
  } finally {
    await sandbox.stop();
  }
}
