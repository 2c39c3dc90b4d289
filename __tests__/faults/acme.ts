/** A tenant with three bindings on a stack of constructs, and what is true of it by the control API. */
import { access } from "node:fs/promises";
import type { FaultRequest, HolderId } from "../../sandbox/control/types";
import type { Run, RunningProgram } from "../../tour/run-program";
import { type Postgres, startPostgres } from "../workflows/postgres";
import { startRepository } from "./repository";
import type { Facts } from "./scenario";
import { type RotationOf, StackOfConstructs } from "./stack-of-constructs";

const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
const SALES = "00000000-0000-0000-0000-0000000000ab";
const APP = "0oaDruvaApi";
export const HOLDERS: readonly HolderId[] = [
  `entra/${ENGINEERING}`,
  `entra/${SALES}`,
  `okta/${APP}`,
];
export const WRITE: Pick<FaultRequest, "host" | "method" | "path"> = {
  ...{ host: "entra", method: "PUT" },
  path: `/v1.0/servicePrincipals/${ENGINEERING}/synchronization/secrets`,
};
const APPLY = ["apply", "-json", "-input=false", "-auto-approve"];
export const PLAN = ["plan", "-json", "-input=false", "-detailed-exitcode"];

export type BackendKind = "local" | "pg";
export type IssuerKind = "handover" | "command";

export class Acme {
  private constructor(
    readonly stack: StackOfConstructs,
    readonly issuer: IssuerKind,
    readonly postgres: Postgres | undefined,
    private readonly issuedOn: string,
  ) {}

  /** Adopted: every binding holds the token and provisions with it. */
  static async adopted(backend: BackendKind, issuer: IssuerKind = "handover"): Promise<Acme> {
    const [repository, postgres] = await Promise.all([
      startRepository(),
      backend === "pg" ? startPostgres() : undefined,
    ]);
    const stack = await StackOfConstructs.on(repository, postgres?.connection);
    const acme = new Acme(stack, issuer, postgres, await repository.today());
    const token = await acme.generate();
    // A tenant has users; by them it is told from another one.
    for (const holder of HOLDERS) await acme.control.hold(holder, token);
    for (const holder of HOLDERS) await acme.control.cycle(holder);
    acme.synthesize(1);
    succeeded(await stack.terraform(token).apply());
    return acme;
  }

  get control() {
    return this.stack.control;
  }

  synthesize(generation: number, stack = this.stack): void {
    const request = { generation, reason: "yearly", date: this.issuedOn };
    const rotation: RotationOf = {
      ...{ begin: "adopt", issuedOn: this.issuedOn },
      ...(generation > 1 && { rotationRequest: request }),
      ...(this.issuer === "command" && {
        issuer: {
          kind: "command",
          command: ["druva-issue"],
          environment: ["DRUVA_SCIM_SANDBOX_CONTROL", "DRUVA_SCIM_SANDBOX_CA"],
        },
      }),
      entra: [{ id: ENGINEERING }, { id: SALES, through: "azuread" }],
      okta: [{ id: APP }],
    };
    stack.synthesize(rotation);
  }

  async generate(): Promise<string> {
    return await this.control.generateToken("person");
  }

  start(token: string | null, ...args: readonly string[]): RunningProgram {
    return this.stack.terraform(token).start(...APPLY, ...args);
  }
  async apply(token: string | null = null, ...args: readonly string[]): Promise<Run> {
    return await this.start(token, ...args).finished;
  }
  async plan(...args: readonly string[]): Promise<Run> {
    return await this.stack.terraform().run(...PLAN, ...args);
  }

  /** Does it while the first such request of the deploy is held. Returns what the deploy came to. */
  async during(
    deploy: RunningProgram,
    point: Pick<FaultRequest, "host" | "method" | "path">,
    task: () => Promise<unknown>,
  ): Promise<Run> {
    await this.isHeld(deploy, point);
    await task();
    await this.control.faults.clear();
    return await deploy.finished;
  }

  /** Add the fault before the deploy starts: `held(point)`. */
  async hold(point: Pick<FaultRequest, "host" | "method" | "path">): Promise<void> {
    await this.control.faults.add({ ...point, delayMs: 3_000, count: 1 });
  }
  private async isHeld(
    { finished }: RunningProgram,
    { path }: Pick<FaultRequest, "path">,
  ): Promise<void> {
    let isOver = false;
    void finished.then(() => (isOver = true));
    while (
      !(await this.control.faults.list()).some((each) => each.path === path && each.seen > 0)
    ) {
      if (isOver) throw new Error(`The deploy has ended without a request to ${path}.`);
    }
  }

  /** Of every scenario: how many tokens there are, who provisions, and what a plan says. */
  async facts(): Promise<Facts> {
    const plan = await this.plan();
    return {
      "tokens issued": (await this.control.tokens()).length,
      ...(await this.provisioning()),
      "plan at the end": plan.exitCode,
    };
  }

  async provisioning(): Promise<Facts> {
    const tokens = await this.control.tokens();
    const living = tokens.find(({ alive }) => alive)?.fingerprint;
    let provision = 0;
    for (const holder of HOLDERS) {
      const { fingerprint } = await this.control.holding(holder);
      // Another tenant's token would provision too: into that tenant.
      if ((await this.control.cycle(holder)).outcome === "created" && fingerprint === living)
        provision++;
    }
    return { provision: `${provision} of ${HOLDERS.length}` };
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await this.postgres?.stop();
  }
}

/** Plays with a tenant of its own. */
export async function withAcme(
  backend: BackendKind,
  issuer: IssuerKind,
  play: (acme: Acme) => Promise<Facts>,
): Promise<Facts> {
  const acme = await Acme.adopted(backend, issuer);
  try {
    return await play(acme);
  } finally {
    await acme.stop();
  }
}

export function succeeded(run: Run): Run {
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
}

export async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
