/** `druva-scim rotate` is ended at known points; then a deploy follows. */
import { execa } from "execa";
import { join } from "node:path";
import { built } from "../../sandbox/built";
import { ENGINEERING, ENTRA_ENGINEERING, ENTRA_SALES, OTHER_IDP, TENANT } from "../../tour/acme";
import { processesBelow } from "../../tour/processes";
import { ALWAYS, heal } from "./healing";
import { HeldIssuer, isRunning } from "./held-issuer";
import { LastStack, type Shape } from "./rotating-stack";
import type { Facts, Scenario } from "./scenario";
import { until } from "./until";

const SHAPE: Shape = { holders: [ENTRA_ENGINEERING, ENTRA_SALES, OTHER_IDP] };
/** How the CLI says that the token can be generated now. */
const STEPS = "Paste the token here.";

const POINTS = {
  "handover: as druva-scim waits for the token that was generated": "asked",
  "handover: as druva-scim's Terraform writes the token into Entra": "writing",
  "command: after the command of druva-scim's Terraform has issued": "issued",
} as const;

const lastStack = new LastStack();

export async function endCliKills(): Promise<void> {
  await lastStack.end();
}

export function cliKills(): readonly Scenario[] {
  return Object.entries(POINTS).flatMap(([name, point]) =>
    (["SIGKILL", "SIGTERM"] as const).map((signal) => ({
      group: "kills" as const,
      name: `${name}: ${signal} to druva-scim rotate`,
      row: name,
      column: `the CLI, ${signal}`,
      expected: { ...ALWAYS, "the point was reached": true },
      run: () => killed(point, signal),
    })),
  );
}

async function killed(
  point: (typeof POINTS)[keyof typeof POINTS],
  signal: "SIGKILL" | "SIGTERM",
): Promise<Facts> {
  const stack = await lastStack.of(SHAPE);
  const { control, repository } = stack;
  const command = new HeldIssuer(join(repository.sandbox.directory, "issuer"), control, false);
  const isByCommand = point === "issued";
  await stack.request(isByCommand ? command.issuer : { kind: "handover" });
  const date = await repository.today();
  const rotationRequest = { generation: stack.generation, reason: "A scenario", date };
  await repository.configure((config) => {
    config.setIn(["tenants", TENANT, "rotationRequest"], rotationRequest);
    config.setIn(
      ["tenants", TENANT, "issuer"],
      isByCommand ? command.issuer : { kind: "handover" },
    );
  });
  const tokensBefore = (await control.tokens()).length;
  const oldToken = await stack.living();

  const cli = execa("node", [built("cli", "main.js"), "rotate", "--token-stdin", "--wait", "0"], {
    cwd: repository.folder,
    env: stack.attached.environment,
    extendEnv: false,
    reject: false,
  });
  let said = "";
  let isOver = false;
  cli.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const finished = cli.then((result) => {
    isOver = true;
    return result;
  });
  let variables = {};
  const reached = async () => {
    if (isByCommand) return await command.reach("issued");
    await until(() => said.includes(STEPS));
    const generated = await stack.generate();
    variables = generated;
    if (point === "asked") return;
    const { id } = await control.faults.add({
      ...{ host: "entra", method: "PUT", delayMs: 3_600_000, drop: true, count: 1 },
      path: `/v1.0/servicePrincipals/${ENGINEERING}/synchronization/secrets`,
    });
    cli.stdin.end(generated.DRUVA_SCIM_TOKEN_ACME);
    await until(async () =>
      (await control.faults.list()).some((each) => each.id === id && each.seen > 0),
    );
  };
  const isReached = await Promise.race([reached().then(() => true), finished.then(() => false)]);
  const tree = (await processesBelow(cli.pid ?? 0)).map(({ pid }) => pid);
  if (isReached) cli.kill(signal);
  await control.faults.clear();
  await command.finish();
  await until(() => isOver && !tree.some(isRunning));
  const facts = await heal({ stack, tokensBefore, oldToken, deploy: null, variables });
  return { ...facts, "the point was reached": isReached };
}
