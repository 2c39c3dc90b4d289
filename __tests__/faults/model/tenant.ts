/** The tenant under test: the real one, what people know of it, and the laws that hold after each step. */
import assert from "node:assert/strict";
import type { HolderId, TokenRecord } from "../../../sandbox/control/types";
import { fingerprint } from "../../../sandbox/fingerprint";
import type { RotationOf, StackOfConstructs } from "../stack-of-constructs";
import type { Issuer, Model } from "./right-behaviour";

const ENTRA = "00000000-0000-0000-0000-0000000000aa";
const OKTA = "0oaDruvaApi";
export const ENTRA_HOLDER: HolderId = `entra/${ENTRA}`;
export const OKTA_HOLDER: HolderId = `okta/${OKTA}`;
const HOLDERS = [ENTRA_HOLDER, OKTA_HOLDER];

export interface Shape {
  readonly issuer: Issuer;
  readonly entra: "druva" | "azuread";
  readonly okta: "druva" | "okta" | "person";
}

/** What the vendors and the state have, by the control API and Terraform's own file. */
export interface Truth {
  readonly tokens: readonly TokenRecord[];
  readonly living: string | null;
  readonly held: ReadonlyMap<HolderId, string | null>;
  readonly bound: string | null;
  readonly generation: number;
}

/** What all sequences have come to. */
export interface Tally {
  deploys: number;
  plans: number;
  rotations: number;
  /** Tokens that the command made and nobody had asked for. */
  beyondNeed: number;
  /** Plans without a change, an error or a warning while some binding held a token that does not work. */
  cleanOverDead: number;
  /** Local state files that Terraform was killed in the middle of writing; their backups were restored. */
  statesCut: number;
}

export class Tenant {
  /** Of tokens, by fingerprint: what people have in their password managers. */
  readonly known = new Map<string, string>();
  /** Tokens that stopped working, the newest last. */
  readonly old: string[] = [];
  /** Since a fault or a kill only the laws are known to hold, until a deploy has healed it. */
  isDisturbed = false;
  entra: Shape["entra"];
  okta: Shape["okta"];
  private id = "rotation";
  private earlierId: string | undefined;
  /** Who makes tokens at the command's order; its calls are told by this name. */
  static readonly COMMAND = "druva-issue";

  private constructor(
    readonly stack: StackOfConstructs,
    readonly issuer: Issuer,
    shape: Shape,
    readonly tally: Tally,
    private readonly commandTokensBefore: number,
    /** The day of its adoption. */
    private readonly since: string,
  ) {
    this.entra = shape.entra;
    this.okta = shape.okta;
  }

  /** Adopted, and every binding has the token. */
  static async adopted(
    stack: StackOfConstructs,
    shape: Shape,
    tally: Tally,
  ): Promise<{ readonly tenant: Tenant; readonly model: Model }> {
    await stack.reset();
    const { control } = stack;
    const made = (await control.tokens()).filter(({ by }) => by === Tenant.COMMAND).length;
    const tenant = new Tenant(
      ...([stack, shape.issuer, shape, tally, made, await stack.repository.today()] as const),
    );
    const token = await tenant.generate();
    // There is a user, by whom the tenant is told from another one.
    for (const holder of HOLDERS) {
      await control.hold(holder, token);
      await control.cycle(holder);
    }
    const living = fingerprint(token);
    const model: Model = {
      ...{ issuer: shape.issuer, requested: 1, generation: 1, bound: living, living },
      askedOfCommand: new Set(),
    };
    tenant.synthesize(model);
    const run = await stack.terraform(token).apply();
    assert.equal(run.exitCode, 0, run.output);
    if (tenant.okta === "person") await control.cycle(OKTA_HOLDER);
    await tenant.mustBe(model, "adopted");
    return { tenant, model };
  }

  get control() {
    return this.stack.control;
  }
  /** Bindings that a deploy writes. */
  get written(): readonly HolderId[] {
    return this.okta === "person" ? [ENTRA_HOLDER] : HOLDERS;
  }

  /** A person generates a token in Druva's console. */
  async generate(): Promise<string> {
    const living = (await this.truth()).living;
    if (living !== null) this.old.push(living);
    const token = await this.control.generateToken("person");
    this.known.set(fingerprint(token), token);
    return token;
  }

  /** In Okta's Admin Console, where the app is a person's; Okta then provisions with it. */
  async enterInOkta(token: string): Promise<void> {
    await this.stack.repository.enterInOkta(OKTA, token);
    await this.control.cycle(OKTA_HOLDER);
  }

  rename(): void {
    this.earlierId = this.id;
    this.id = this.id === "rotation" ? "renamed" : "rotation";
  }

  /** `leftOut`: a binding that somebody has deleted from the config. */
  synthesize({ requested }: Model, leftOut?: "okta"): void {
    const rotationRequest = { generation: requested, reason: "yearly", date: this.since };
    const rotation: RotationOf = {
      begin: "adopt",
      issuedOn: this.since,
      ...(requested > 1 && { rotationRequest }),
      ...(this.issuer === "command" && {
        issuer: {
          kind: "command" as const,
          command: ["druva-issue"],
          environment: ["DRUVA_SCIM_SANDBOX_CONTROL", "DRUVA_SCIM_SANDBOX_CA"],
        },
      }),
      ...(this.earlierId !== undefined && { earlierId: this.earlierId }),
      entra: [{ id: ENTRA, through: this.entra }],
      okta: leftOut === "okta" ? [] : [{ id: OKTA, through: this.okta }],
    };
    this.stack.synthesize(rotation, this.id);
  }

  async truth(): Promise<Truth> {
    const [tokens, holdings] = await Promise.all([this.control.tokens(), this.control.holdings()]);
    const token = this.stack.token();
    return {
      tokens,
      living: tokens.find(({ alive }) => alive)?.fingerprint ?? null,
      held: new Map(
        HOLDERS.map((id) => [
          id,
          holdings.find(({ holder }) => holder === id)?.fingerprint ?? null,
        ]),
      ),
      bound: token?.fingerprint ?? null,
      generation: token?.generation ?? 0,
    };
  }

  /** Holders whose users are not provisioned. */
  deadIn({ held, living }: Truth): readonly HolderId[] {
    return HOLDERS.filter((holder) => held.get(holder) !== living);
  }

  /** No command has issued a token that was not asked for, and what changed, changed to one that works. */
  lawsHold(before: Truth, after: Truth, { askedOfCommand }: Model, what: string): void {
    const made = after.tokens.filter(({ by }) => by === Tenant.COMMAND).length;
    const beyond = made - this.commandTokensBefore - askedOfCommand.size;
    if (beyond > 0) this.tally.beyondNeed += beyond;
    assert.ok(beyond <= 0, `${what}: ${beyond} more tokens issued than asked for`);
    for (const holder of HOLDERS) {
      const now = after.held.get(holder);
      if (now === before.held.get(holder)) continue;
      // Before a command issues, the preflight writes the present token, which the new one then ends.
      if (now === before.living && after.tokens.length > before.tokens.length) continue;
      assert.equal(now, after.living, `${what}: ${holder} was given a token that does not work`);
    }
    if (after.bound !== before.bound)
      assert.equal(after.bound, after.living, `${what}: the state has a token that does not work`);
  }

  /** All is as the model has it, and every binding that a deploy writes has the token. */
  async mustBe(model: Model, run: string): Promise<void> {
    const { bound, generation, living, held } = await this.truth();
    assert.deepEqual(
      { bound, generation, living, held: this.written.map((each) => held.get(each)) },
      {
        ...{ bound: model.bound, generation: model.generation, living: model.living },
        held: this.written.map(() => model.bound),
      },
      run,
    );
  }

  /** What the model knew is over: the state says how far it came. */
  async resume(model: Model): Promise<void> {
    const { bound, generation, living } = await this.truth();
    Object.assign(model, { bound, generation, living });
  }
}
