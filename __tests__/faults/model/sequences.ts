/** Sequences of what may happen, from a seed; at the end of each, deploys must put everything right. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { StackOfConstructs } from "../stack-of-constructs";
import {
  ChangeThrough,
  Deploy,
  deploy,
  DeployUnderFault,
  EditState,
  type HandOver,
  Kill,
  KillOnceIssued,
  OutsideChange,
  Plan,
  PlanWithoutRefresh,
  type Point,
  POINTS,
  RefreshOnly,
  Remove,
  Rename,
  Request,
  said,
  type Step,
  TimePasses,
} from "./commands";
import type { Model } from "./right-behaviour";
import { OKTA_HOLDER, type Shape, type Tally, Tenant } from "./tenant";

/** More deploys than that, and a person at 3 am no longer trusts them. */
const MOST_HEALING_DEPLOYS = 2;

const handOver = fc.constantFrom<HandOver[]>("right", "right", "right", "none", "old", "foreign");
const point = fc.constantFrom(...(Object.keys(POINTS) as Point[]));
const fault = fc.oneof(
  fc.record({
    status: fc.constantFrom(400, 401, 403, 404, 409, 429, 500, 503),
    count: fc.constantFrom(1, 2, 100),
    skip: fc.constantFrom(0, 1, 2),
  }),
  fc.record({ drop: fc.constant(true), carriedOut: fc.boolean(), count: fc.constantFrom(1, 100) }),
);

const rotates = fc.boolean();
const vendor = fc.constantFrom("entra" as const, "okta" as const);
const changed = fc.constantFrom("another token" as const, "Entra" as const, "Okta" as const);

const command: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(new Plan()) },
  { weight: 3, arbitrary: handOver.map((which) => new Deploy(which)) },
  { weight: 2, arbitrary: fc.constant(new Request()) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(handOver, point, fault, rotates)
      .map((given) => new DeployUnderFault(...given)),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(handOver, point, fc.nat(2), rotates).map((given) => new Kill(...given)),
  },
  { weight: 2, arbitrary: fc.constant(new KillOnceIssued()) },
  { weight: 4, arbitrary: changed.map((what) => new OutsideChange(what)) },
  fc.integer({ min: 1, max: 6 }).map((days) => new TimePasses(days)),
  handOver.map((which) => new Deploy(which, false)),
  fc.constant(new PlanWithoutRefresh()),
  fc.constant(new RefreshOnly()),
  fc.constant(new EditState()),
  fc.constant(new Remove()),
  fc.constant(new Rename()),
  vendor.map((which) => new ChangeThrough(which)),
);
const commands = fc.array(command, { minLength: 3, maxLength: 7, size: "max" });

const shape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({
    issuer: fc.constant("handover" as const),
    entra: fc.constantFrom("druva", "azuread"),
    okta: fc.constantFrom("druva", "okta", "person"),
  }),
  fc.record({
    issuer: fc.constant("command" as const),
    entra: fc.constantFrom("druva", "azuread"),
    okta: fc.constantFrom("druva", "okta"),
  }),
);

/** What the sequence was; why it failed, null where it did not. */
export interface Played {
  readonly story: string;
  readonly failure: string | null;
}

/** One sequence; the same seed gives the same one. */
export async function playSequence(
  stack: StackOfConstructs,
  seed: number,
  tally: Tally,
): Promise<Played> {
  let story = "";
  let failure: string | null = null;
  await fc.check(
    fc.asyncProperty(shape, commands, async (given, steps) => {
      story = `${JSON.stringify(given)}: ${steps.join("; ")}`;
      try {
        await playSteps(stack, given, steps, tally);
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
        throw error;
      }
    }),
    { seed, numRuns: 1, endOnFailure: true, unbiased: true },
  );
  return { story, failure };
}

/** Those, and then whatever heals. */
export async function playSteps(
  stack: StackOfConstructs,
  given: Shape,
  steps: readonly Step[],
  tally: Tally,
): Promise<void> {
  const { tenant, model } = await Tenant.adopted(stack, given, tally);
  await fc.asyncModelRun(() => ({ model, real: tenant }), steps);
  await heal(model, tenant);
}

/** The right token is handed over where one is asked for; then all is well, and a plan says so. */
async function heal(model: Model, tenant: Tenant): Promise<void> {
  const { control, tally } = tenant;
  let deploys = 0;
  const isDone = () => model.bound === model.living && model.generation >= model.requested;
  do {
    await deploy(model, tenant, { which: "right" });
    deploys++;
  } while (!isDone() && deploys < MOST_HEALING_DEPLOYS);
  assert.ok(isDone(), `not healed after ${deploys} deploys: ${JSON.stringify(model)}`);
  tenant.isDisturbed = false;
  if (tenant.okta === "person") {
    await tenant.enterInOkta(tenant.known.get(model.living) ?? "");
    await deploy(model, tenant, { which: "none" });
  }
  const run = await planOf(tenant, model);
  assert.equal(run.exitCode, 0, said(run));
  const truth = await tenant.truth();
  assert.deepEqual(tenant.deadIn(truth), []);
  for (const holder of [...tenant.written, OKTA_HOLDER])
    assert.equal((await control.cycle(holder)).outcome, "created", `${holder} provisions nobody`);
  tally.plans++;
}

async function planOf(tenant: Tenant, model: Model) {
  tenant.synthesize(model);
  return await tenant.stack.terraform().run("plan", "-json", "-input=false", "-detailed-exitcode");
}
