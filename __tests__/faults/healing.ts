/** What is true after something went wrong, and after deploys without a fault. */
import type { HolderId } from "../../sandbox/control/types";
import type { Run } from "../../tour/run-program";
import { type RotatingStack, wordsOf } from "./rotating-stack";
import type { Facts } from "./scenario";

/** No deploy was ever needed more often in a row; one that is needed still shows as not healed. */
const MOST_DEPLOYS = 3;

export const TOKENS_ISSUED = "tokens issued";
export const DEPLOYS_TO_HEAL = "deploys to heal";
export const SUCCEEDED_OVER_DEAD = "deploys that succeed over a dead binding";
export const DEAD_AND_CLEAN = "clean plans over a dead binding";

/** What holds whatever went wrong. */
export const ALWAYS = {
  "healed within one deploy": true,
  [TOKENS_ISSUED]: 1,
  [SUCCEEDED_OVER_DEAD]: 0,
  [DEAD_AND_CLEAN]: 0,
  "holders of a token that is neither the old nor the new one": 0,
} satisfies Facts;

export interface Broken {
  readonly stack: RotatingStack;
  /** Before the rotation. */
  readonly tokensBefore: number;
  readonly oldToken: string;
  /** The deploy in which it went wrong; null where it was killed and says nothing. */
  readonly deploy: Run | null;
  /** With which deploys run from now on. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Nothing goes wrong any more: deploys until every holder's provisioning works. */
export async function heal({
  stack,
  tokensBefore,
  oldToken,
  deploy,
  variables,
}: Broken): Promise<Facts> {
  let run = deploy;
  let dead = await stack.dead();
  const firstDead = dead;
  let deploys = 0;
  let silent = 0;
  let strangers = await strangersOf(stack, oldToken);
  let overDead = run?.exitCode === 0 && dead.length > 0 ? 1 : 0;
  while (deploys < MOST_DEPLOYS && (run?.exitCode !== 0 || dead.length > 0)) {
    const plan = await stack.planToApply(variables);
    if (await isSilent(plan, dead, stack)) silent += 1;
    run = plan.exitCode === 1 ? plan : await stack.applyPlan(variables);
    deploys += 1;
    dead = await stack.dead();
    strangers += await strangersOf(stack, oldToken);
    if (run.exitCode === 0 && dead.length > 0) overDead += 1;
  }
  const isHealed =
    run?.exitCode === 0 &&
    dead.length === 0 &&
    (await stack.behind()).length === 0 &&
    (await stack.inState()) === (await stack.living());
  stack.isHealed = isHealed;
  return {
    "healed within one deploy": isHealed && deploys <= 1,
    [DEPLOYS_TO_HEAL]: isHealed
      ? deploys
      : `not by ${deploys}: ${run === null ? "" : wordsOf(run)}`,
    [TOKENS_ISSUED]: (await stack.control.tokens()).length - tokensBefore,
    "dead after the fault": firstDead,
    [SUCCEEDED_OVER_DEAD]: overDead,
    [DEAD_AND_CLEAN]: silent,
    "holders of a token that is neither the old nor the new one": strangers,
    deploy: deploy === null ? "killed" : deploy.exitCode === 0 ? "succeeded" : wordsOf(deploy),
  };
}

/** It exits 0, and no warning names one of them. */
async function isSilent(
  { exitCode, diagnostics }: Run,
  dead: readonly HolderId[],
  { control }: RotatingStack,
): Promise<boolean> {
  if (exitCode !== 0 || dead.length === 0) return false;
  const said = JSON.stringify(diagnostics);
  const names = (await control.holdings()).flatMap(({ holder, name }) =>
    dead.includes(holder) ? [name, holder.slice(holder.indexOf("/") + 1)] : [],
  );
  return !names.some((name) => said.includes(name));
}

async function strangersOf(stack: RotatingStack, oldToken: string): Promise<number> {
  const known = [oldToken, await stack.living()];
  const held = await stack.control.holdings();
  return held.filter(
    ({ holder, fingerprint }) =>
      stack.holders.includes(holder) && !known.includes(fingerprint ?? ""),
  ).length;
}
