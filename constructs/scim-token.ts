import { Lazy, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { z } from "zod";

import { checkProps } from "./check-props";
import { Consumers } from "./consumers";
import { DruvaProvider } from "./druva-provider";
import {
  ScimToken,
  type ScimTokenIssuer,
  type ScimTokenPolicy,
  type ScimTokenRotationRequest,
} from "./generated/druva/scim-token";
import { type Consumer, type ConsumerKey, type ConsumerKind, keyOf } from "./rules/consumer";
import { name, tokenSettings } from "./rules/settings";
import { sentence, shownKey } from "./rules/fault";
import { tokenFaults, unrelatedFaults } from "./rules/tenant-rules";
import { SynthError } from "./synth-error";

/** What a token has beside its bindings; a rotation has it too. */
export const scimTokenSettings = { tenant: name, ...tokenSettings };

/** The token in use, as bindings see it. All values are references that Terraform resolves. */
export interface IScimToken extends IConstruct {
  readonly tenant: string;
  /** False with `begin: "observe"`: no token is known then, only saved credentials can be tested. */
  readonly isKnown: boolean;
  /** With `allowDestroy`: a destroy would take the token out of its places, so all of them are released first. */
  readonly releasesAll: boolean;
  /** "handover": a person brings the new token. "command": a program makes it while deploying. */
  readonly issuerKind: "handover" | "command";
  /** The secret itself. */
  readonly value: string;
  readonly fingerprint: string;
  readonly scimUrl: string;
  /** RFC 3339; when the token before was last seen to work. */
  readonly oldTokenLastValidAt: string;
  /** RFC 3339; when Druva first answered 200 to this token. */
  readonly provenAt: string;
  /**
   * Every binding calls it once, with itself. Throws a SynthError where another binding has the same
   * place, or where part of the consumer is a reference.
   */
  addConsumer(consumer: Consumer, binding: IConstruct): void;
  /** A place that is no longer managed; its credentials stay as they are. */
  addReleased(kind: ConsumerKind, id: string): void;
}

export type Beginning = "observe" | "adopt" | "issue";

export interface RotationPolicy extends Omit<ScimTokenPolicy, "mode"> {
  /**
   * "reviewed": only a rotation request issues a token. "automatic": one that is due, expired or
   * rejected is rotated too; needs the command issuer.
   * @default "reviewed"
   */
  readonly mode?: "reviewed" | "automatic" | undefined;
}

export interface Issuer extends Omit<ScimTokenIssuer, "kind" | "command"> {
  readonly kind: "handover" | "command";
  /** For "command": program and arguments; no shell. Prints {"token":"…"} on standard output. */
  readonly command?: readonly string[] | undefined;
}

export interface DruvaScimTokenProps {
  /** A short name of the Druva tenant; it names the variable DRUVA_SCIM_TOKEN_<TENANT>. It cannot change. */
  readonly tenant: string;
  /**
   * "observe": watch what exists, no token is known. "adopt": take over the token in use, which is
   * handed over. "issue": make one; needs `invalidateExisting`.
   */
  readonly begin: Beginning;
  /**
   * With `begin: "issue"`: the token in use stops working.
   * @default false
   */
  readonly invalidateExisting?: boolean | undefined;
  /**
   * The day on which the token in use was generated, YYYY-MM-DD; not with `begin: "issue"`.
   * @default the age is unknown, and every plan says so
   */
  readonly issuedOn?: string | undefined;
  /** @default 365 days, due 30 days before, reviewed */
  readonly policy?: RotationPolicy | undefined;
  /** The reviewed wish for a higher generation. */
  readonly rotationRequest?: ScimTokenRotationRequest | undefined;
  /**
   * The fingerprint of a new token that is this tenant's although nothing shows it: the old one was
   * dead before, and the new one knows none of the users that are remembered.
   * @default it is refused
   */
  readonly acceptUnproven?: string | undefined;
  /** @default a person hands the token over */
  readonly issuer?: Issuer | undefined;
  /**
   * Stops a rotation if an application of the same kind (same Entra gallery template or Okta catalogue
   * entry) is not bound: `druva-scim preflight` and `druva-scim rotate` stop, and with the command
   * issuer also the deploy, before a token is issued. With a handover, a deploy does not stop.
   * @default false: they are a warning
   */
  readonly requireAllBound?: boolean | undefined;
  /**
   * Applications of the same kind that do not hold this tenant's token, such as one for tests:
   * "entra/<object id>" or "okta/<app id>". Nothing warns of them, and `requireAllBound` passes them.
   * What is bound to another token of the same CDKTF app need not be listed.
   * @default none
   */
  readonly unrelated?: readonly string[] | undefined;
  /**
   * Releases all bindings at the next deploy; a destroy after that is allowed. The token stays
   * alive, and whatever holds it keeps it.
   * @default false: a destroy is refused
   */
  readonly allowDestroy?: boolean | undefined;
}

/** A Druva tenant's SCIM token. Bindings add themselves to its consumers. */
export class DruvaScimToken extends Construct implements IScimToken {
  readonly tenant: string;
  readonly isKnown: boolean;
  readonly releasesAll: boolean;
  readonly issuerKind: "handover" | "command";
  readonly resource: ScimToken;
  private readonly consumers = new Consumers();
  private readonly released = new Set<ConsumerKey>();

  constructor(scope: Construct, id: string, props: DruvaScimTokenProps) {
    super(scope, id);
    checkProps(this, z.strictObject(scimTokenSettings), props, tokenFaults);
    this.tenant = props.tenant;
    this.isKnown = props.begin !== "observe";
    this.releasesAll = props.allowDestroy === true;
    this.issuerKind = props.issuer?.kind ?? "handover";
    const { issuer, unrelated, ...config } = props;
    this.resource = new ScimToken(this, "resource", {
      ...config,
      issuer: issuer && { ...issuer, command: issuer.command && [...issuer.command] },
      unrelated: unrelated && [...unrelated],
      consumers: this.consumers.json,
      tokenVariables: Lazy.listValue({ produce: () => this.tokenVariables() }),
      // A replacement, as after a taint, would destroy the only copy of the token.
      lifecycle: { preventDestroy: !this.releasesAll },
    });
    const provider = DruvaProvider.of(this);
    provider.boundElsewhere = Lazy.listValue(
      { produce: () => this.boundInApp() },
      { omitEmpty: true },
    );
    this.node.addValidation({
      validate: () => [
        ...this.unreachable(provider),
        ...this.heldTwice(),
        ...unrelatedFaults(props, this.applications({ released: true })).map(
          (fault) => `${shownKey(fault)}: ${sentence(fault)}`,
        ),
      ],
    });
  }

  get value(): string {
    return this.resource.token;
  }
  get fingerprint(): string {
    return this.resource.fingerprint;
  }
  get scimUrl(): string {
    return this.resource.scimUrl;
  }
  get oldTokenLastValidAt(): string {
    return this.resource.oldTokenLastValidAt;
  }
  get provenAt(): string {
    return this.resource.provenAt;
  }

  addConsumer(consumer: Consumer, binding: IConstruct): void {
    this.refuseSecondBinding(consumer);
    this.consumers.add(consumer, binding);
  }

  addReleased(kind: ConsumerKind, id: string): void {
    this.refuseSecondBinding({ kind, id });
    this.released.add(keyOf({ kind, id }));
    this.resource.released = [...this.released];
  }

  private refuseSecondBinding(place: Pick<Consumer, "kind" | "id">): void {
    const key = keyOf(place);
    if (!this.consumers.has(key) && !this.released.has(key)) return;
    throw new SynthError(
      this.node.path,
      `${key} is bound twice`,
      "Two bindings would overwrite each other: remove one",
    );
  }

  /** The plain variable would reach every tenant's token, so it counts where there is only one. */
  private tokenVariables(): string[] {
    const own = `DRUVA_SCIM_TOKEN_${this.tenant.toUpperCase().replaceAll("-", "_")}`;
    return this.tokensOfApp().length === 1 ? [own, "DRUVA_SCIM_TOKEN"] : [own];
  }

  private tokensOfApp(): DruvaScimToken[] {
    return this.node.root.node.findAll().filter((each) => each instanceof DruvaScimToken);
  }

  private applications({ released }: { readonly released: boolean }): string[] {
    return [...this.consumers.all.map(keyOf), ...(released ? this.released : [])].filter(
      (key) => !key.startsWith("command/"),
    );
  }

  /**
   * Of all tokens of the app: each stack's provider can tell what is another tenant's. What is
   * released in its own stack still holds the token, and is to be warned of there.
   */
  private boundInApp(): string[] {
    const tokens = this.tokensOfApp();
    const isBeside = (each: DruvaScimToken) => TerraformStack.of(each) === TerraformStack.of(this);
    return tokens.length === 1
      ? []
      : tokens.flatMap((each) => each.applications({ released: !isBeside(each) }));
  }

  /**
   * An application whose token is another tenant's already. Its test would pass all the same: Entra
   * shows that some working token is saved, not whose.
   */
  private heldTwice(): string[] {
    const tokens = this.tokensOfApp();
    const earlier = tokens.slice(0, tokens.indexOf(this));
    return this.consumers.all.flatMap((consumer) => {
      const key = keyOf(consumer);
      const other = earlier.find(({ consumers }) => consumers.has(key));
      return other === undefined || consumer.kind === "command"
        ? []
        : [
            `${key} is bound to the token ${other.node.path} as well. An application holds one tenant's token: remove one of the bindings`,
          ];
    });
  }

  private unreachable(druva: DruvaProvider): string[] {
    return this.consumers.all.flatMap(({ kind, id, provider = "default" }) =>
      kind === "command" || druva.reaches(kind, provider)
        ? []
        : [
            `${kind}/${id} is reached by "${provider}", which DruvaProvider does not have. Add it there: new DruvaProvider(stack, "druva", { ${kind}: { "${provider}": { … } } })`,
          ],
    );
  }
}
