/** What may happen to a tenant, each checked against the model. */
import assert from "node:assert/strict";
import type fc from "fast-check";
import type { FaultRequest } from "../../../sandbox/control/types";
import { fingerprint } from "../../../sandbox/fingerprint";
import type { Run } from "../../../tour/run-program";
import { type Issuer, type Model, outcomeOf } from "./right-behaviour";
import type { Tenant } from "./tenant";
import { ENTRA_HOLDER, OKTA_HOLDER, type Truth } from "./tenant";

type Command = fc.AsyncCommand<Model, Tenant, true>;
export type HandOver = "none" | "right" | "old" | "foreign";

const PLAN = ["plan", "-json", "-input=false", "-detailed-exitcode"];

/** How long a request is held until Terraform is dead. */
const HELD_MS = 300;
const POLL_MS = 100;

/** Requests at which a deploy is hit. */
export const POINTS = {
  probe: { host: "druva", method: "GET", path: "/insync/scim/Users" },
  settings: {
    host: "entra",
    method: "GET",
    path: "/v1.0/servicePrincipals/*/synchronization/secrets",
  },
  write: {
    host: "entra",
    method: "PUT",
    path: "/v1.0/servicePrincipals/*/synchronization/secrets",
  },
  test: { host: "entra", method: "POST", path: "/v1.0/servicePrincipals/*/validateCredentials" },
  save: { host: "okta", method: "POST", path: "/api/v1/apps/*/connections/default" },
  shown: { host: "okta", method: "GET", path: "/api/v1/apps/*/connections/default" },
} as const satisfies Record<string, Pick<FaultRequest, "host" | "method" | "path">>;
export type Point = keyof typeof POINTS;

export abstract class Step implements Command {
  abstract readonly words: string;
  abstract act(model: Model, tenant: Tenant): Promise<void>;
  /** It is left out where tokens come from another issuer. */
  protected readonly issuers: readonly Issuer[] = ["handover", "command"];
  async check({ issuer }: Readonly<Model>): Promise<boolean> {
    return this.issuers.includes(issuer);
  }
  async run(model: Model, tenant: Tenant): Promise<void> {
    await this.act(model, tenant);
  }
  toString(): string {
    return this.words;
  }
}

/** Nobody's look changes what holds a token, or what the state says of it. */
async function looking(model: Model, tenant: Tenant, ...args: string[]): Promise<[Run, Truth]> {
  tenant.synthesize(model);
  const before = await tenant.truth();
  const run = await tenant.stack.terraform().run(...args);
  const after = await tenant.truth();
  assert.deepEqual(
    [after.held, after.bound, after.generation, after.tokens.length],
    [before.held, before.bound, before.generation, before.tokens.length],
    `${args[0]} changed something`,
  );
  return [run, after];
}

/** What went wrong by Terraform, in a line. */
export function said({ diagnostics, exitCode }: Run): string {
  return [
    `exit ${exitCode}`,
    ...diagnostics.map((each) => `${each.severity}: ${each.summary}: ${each.detail.slice(0, 300)}`),
  ].join("; ");
}

/** Whether the plan's reader learns that something is wrong. */
function isClean({ exitCode, diagnostics }: Run): boolean {
  return exitCode === 0 && diagnostics.length === 0;
}

export class Plan extends Step {
  readonly words = "plan";
  async act(model: Model, tenant: Tenant): Promise<void> {
    const [run, truth] = await looking(model, tenant, ...PLAN);
    tenant.tally.plans++;
    if (isClean(run) && tenant.deadIn(truth).length > 0) {
      tenant.tally.cleanOverDead++;
      assert.fail(`a clean plan while ${tenant.deadIn(truth).join(", ")} hold a dead token`);
    }
  }
}

export class PlanWithoutRefresh extends Step {
  readonly words = "plan -refresh=false";
  async act(model: Model, tenant: Tenant): Promise<void> {
    await looking(model, tenant, ...PLAN, "-refresh=false");
  }
}

export class RefreshOnly extends Step {
  readonly words = "apply -refresh-only";
  async act(model: Model, tenant: Tenant): Promise<void> {
    await looking(
      model,
      tenant,
      "apply",
      "-json",
      "-refresh-only",
      "-input=false",
      "-auto-approve",
    );
  }
}

export class TimePasses extends Step {
  constructor(private readonly days: number) {
    super();
  }
  get words() {
    return `${this.days} days pass`;
  }
  async act(_: Model, { control }: Tenant): Promise<void> {
    await control.clock.advance({ days: this.days });
    for (const holder of [ENTRA_HOLDER, OKTA_HOLDER]) await control.cycle(holder);
  }
}

export class Request extends Step {
  readonly words = "a rotation is requested";
  async act(model: Model): Promise<void> {
    request(model);
  }
}

function request(model: Model): void {
  model.requested = Math.max(model.requested, model.generation) + 1;
}

function deploying(rotates: boolean, which: HandOver): string {
  return `${rotates ? "request, and " : ""}deploy (handed over: ${which})`;
}

/** Somebody else does something by hand. */
export class OutsideChange extends Step {
  constructor(private readonly what: "another token" | "Entra" | "Okta") {
    super();
  }
  get words() {
    return `somebody changes ${this.what}`;
  }
  async act(model: Model, tenant: Tenant): Promise<void> {
    const { control } = tenant;
    if (this.what === "another token") {
      model.living = fingerprint(await tenant.generate());
      return;
    }
    const holder = this.what === "Entra" ? ENTRA_HOLDER : OKTA_HOLDER;
    await control.hold(holder, "somebody-elses-token");
    // Okta shows it once it has used the token: docs/drift.md, "What a clean plan does not show".
    await control.cycle(holder);
  }
}

/** The variable's value, as whoever deploys has it. */
async function handedOver(which: HandOver, model: Model, tenant: Tenant): Promise<string | null> {
  switch (which) {
    case "none":
      return null;
    case "foreign":
      return await tenant.control.generateForeignToken();
    case "old":
      return tenant.known.get(tenant.old.at(-1) ?? "") ?? null;
    case "right": {
      // Approve first, generate last; and never a second one while one waits to be handed over.
      const isWanted = model.requested > model.generation && model.issuer === "handover";
      if (isWanted && model.bound === model.living)
        model.living = fingerprint(await tenant.generate());
      return tenant.known.get(model.living) ?? null;
    }
  }
}

/** A deploy while nothing goes wrong comes to exactly what the rules say. */
export class Deploy extends Step {
  constructor(
    private readonly which: HandOver,
    private readonly refresh = true,
  ) {
    super();
  }
  get words() {
    return `deploy (handed over: ${this.which}${this.refresh ? "" : ", -refresh=false"})`;
  }
  async act(model: Model, tenant: Tenant): Promise<void> {
    await deploy(model, tenant, { which: this.which, refresh: this.refresh });
  }
}

export async function deploy(
  model: Model,
  tenant: Tenant,
  { which, refresh = true }: { readonly which: HandOver; readonly refresh?: boolean },
): Promise<void> {
  const token = await handedOver(which, model, tenant);
  if (tenant.okta === "person" && which === "right" && token !== null)
    await tenant.enterInOkta(token); // before it is handed over: docs/the-day.md
  const outcome = outcomeOf(model, token === null ? null : fingerprint(token));
  const isAsked = model.requested > model.generation;
  if (isAsked && model.issuer === "command") model.askedOfCommand.add(model.requested);
  tenant.synthesize(model);
  const before = await tenant.truth();
  const run = await hurried(
    which,
    tenant,
    tenant.stack.terraform(token).apply(...(refresh ? [] : ["-refresh=false"])),
  );
  const after = await tenant.truth();
  tenant.tally.deploys++;
  tenant.lawsHold(before, after, model, "deploy");
  if (after.generation > before.generation) tenant.tally.rotations++;
  const dead = tenant.deadIn(after).filter((each) => tenant.written.includes(each));
  if (refresh && run.exitCode === 0)
    assert.deepEqual(dead, [], `the deploy succeeded; ${said(run)}`);
  // What a look would have found is not known without one: that the token is dead, above all.
  const isKnown = refresh || (isAsked && (outcome === "takes" || outcome === "issues"));
  if (tenant.isDisturbed || !isKnown) return await tenant.resume(model);
  switch (outcome) {
    case "refuses":
      assert.equal(run.exitCode, 1, `it should be refused; ${said(run)}`);
      assert.deepEqual(
        [after.bound, after.generation, after.held],
        [before.bound, before.generation, before.held],
      );
      return;
    case "takes":
    case "issues":
      if (outcome === "issues") {
        tenant.old.push(model.living);
        model.living = after.living ?? "";
      }
      model.bound = model.living;
      model.generation = model.requested > model.generation ? model.requested : model.generation;
      break;
    case "keeps":
      break;
  }
  assert.equal(run.exitCode, 0, `it should succeed; ${said(run)}`);
  await tenant.mustBe(model, said(run));
}

/** For a minute the provider waits to see the old token die beside a foreign one: here the clock moves instead. */
async function hurried<T>(which: HandOver, { control }: Tenant, task: Promise<T>): Promise<T> {
  if (which !== "foreign") return await task;
  let isOver = false;
  const over = task.finally(() => (isOver = true));
  while (!isOver) {
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 500))]);
    await control.clock.advance({ ms: 61_000 });
  }
  return await over;
}

/** A vendor answers wrongly while a deploy runs. */
export class DeployUnderFault extends Step {
  constructor(
    private readonly which: HandOver,
    private readonly point: Point,
    private readonly fault: Pick<FaultRequest, "status" | "drop" | "carriedOut" | "count" | "skip">,
    private readonly rotates: boolean,
  ) {
    super();
  }
  get words() {
    return `${deploying(this.rotates, this.which)} while ${this.point} meets ${JSON.stringify(this.fault)}`;
  }
  async act(model: Model, tenant: Tenant): Promise<void> {
    if (this.rotates) request(model);
    await tenant.control.faults.add({ ...POINTS[this.point], ...this.fault });
    tenant.isDisturbed = true;
    try {
      await interruptedDeploy(model, tenant, this.which, async (run) => run);
    } finally {
      await tenant.control.faults.clear();
    }
  }
}

/** Terraform is killed while a request of its deploy is under way. */
export class Kill extends Step {
  constructor(
    private readonly which: HandOver,
    private readonly point: Point,
    private readonly skip: number,
    private readonly rotates: boolean,
  ) {
    super();
  }
  get words() {
    return `${deploying(this.rotates, this.which)}, killed at ${this.point} ${this.skip + 1}`;
  }
  async act(model: Model, tenant: Tenant): Promise<void> {
    if (this.rotates) request(model);
    const { control } = tenant;
    const held = { ...POINTS[this.point], skip: this.skip, count: 1, delayMs: HELD_MS };
    const { id } = await control.faults.add(held);
    await killedDeploy(model, tenant, this.which, async () =>
      (await control.faults.list()).some((each) => each.id === id && each.seen > 0),
    );
  }
}

/** Between "issued" and the state: without the journal, nobody would know the token. */
export class KillOnceIssued extends Step {
  readonly words = "request, and deploy, killed once the command has issued";
  protected override readonly issuers = ["command"] as const;
  async act(model: Model, tenant: Tenant): Promise<void> {
    request(model);
    const before = await tenant.truth();
    await killedDeploy(model, tenant, "none", async () => {
      const { length } = await tenant.control.tokens();
      return length > before.tokens.length;
    });
  }
}

async function killedDeploy(
  model: Model,
  tenant: Tenant,
  which: HandOver,
  isNow: () => Promise<boolean>,
): Promise<void> {
  tenant.isDisturbed = true;
  await interruptedDeploy(model, tenant, which, async (finished, pid) => {
    const ended = finished.then(() => true);
    for (;;) {
      if (await Promise.race([ended, isNow()])) break;
    }
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It had ended before.
    }
    return await finished;
  });
  await tenant.control.faults.clear();
  await settled(tenant);
}

/** What the provider had under way when Terraform was killed is over: no request came for longer than one was held. */
async function settled({ control }: Tenant): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < 2 * HELD_MS;) {
    const { length } = await control.journal.list();
    quiet = length === last ? quiet + POLL_MS : 0;
    last = length;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function interruptedDeploy(
  model: Model,
  tenant: Tenant,
  which: HandOver,
  meanwhile: (finished: Promise<Run>, pid: number) => Promise<Run>,
): Promise<void> {
  const token = await handedOver(which, model, tenant);
  if (model.requested > model.generation && model.issuer === "command")
    model.askedOfCommand.add(model.requested);
  tenant.synthesize(model);
  const before = await tenant.truth();
  const program = tenant.stack
    .terraform(token)
    .start("apply", "-json", "-input=false", "-auto-approve");
  const run = await hurried(which, tenant, meanwhile(program.finished, program.pid));
  if (await tenant.stack.restoreIfCut()) tenant.tally.statesCut++;
  const after = await tenant.truth();
  tenant.tally.deploys++;
  tenant.lawsHold(before, after, model, "interrupted deploy");
  if (run.exitCode === 0 && run.diagnostics.length === 0) {
    const dead = tenant.deadIn(after).filter((each) => tenant.written.includes(each));
    assert.deepEqual(dead, [], `the deploy succeeded and warns of nothing; ${said(run)}`);
  }
  await tenant.resume(model);
}

/** Somebody deletes a binding from the config: refused, or the vendor would lose its token. */
export class Remove extends Step {
  readonly words = "a binding is deleted from the config";
  async act(model: Model, tenant: Tenant): Promise<void> {
    const before = await tenant.truth();
    tenant.synthesize(model, "okta");
    const run = await tenant.stack.terraform().apply();
    assert.equal(run.exitCode, 1, said(run));
    const { held, bound, generation } = await tenant.truth();
    assert.deepEqual([held, bound, generation], [before.held, before.bound, before.generation]);
  }
}

/** The token, and not the fingerprint beside it; a person has the right one, and hands it over again. */
export class EditState extends Step {
  readonly words = "somebody edits the token in the state";
  protected override readonly issuers = ["handover"] as const; // nobody has what a command has issued
  async act(_: Model, tenant: Tenant): Promise<void> {
    tenant.isDisturbed = true;
    tenant.stack.editToken({ token: "a-token-by-hand" });
  }
}

export class Rename extends Step {
  readonly words = "the construct is renamed";
  async act(_: Model, tenant: Tenant): Promise<void> {
    tenant.rename();
  }
}

export class ChangeThrough extends Step {
  constructor(private readonly vendor: "entra" | "okta") {
    super();
  }
  get words() {
    return `another one writes into ${this.vendor}`;
  }
  async act(_: Model, tenant: Tenant): Promise<void> {
    if (this.vendor === "entra") tenant.entra = tenant.entra === "druva" ? "azuread" : "druva";
    else if (tenant.okta !== "person") tenant.okta = tenant.okta === "druva" ? "okta" : "druva";
  }
}
