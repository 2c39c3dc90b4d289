import type { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

import { SynthError } from "./synth-error";
import { refuseLiteralSecret } from "./secrets";
import type { IScimToken } from "./scim-token";

/** A place that holds the token. */
export interface IScimBinding extends IConstruct {
  /** Depend on it to come after the token was put in place and tested; there is none once released. */
  readonly tested: TerraformResource | undefined;
}

/** What all bindings are told. */
export interface ScimBindingProps {
  readonly token: IScimToken;
  /**
   * No longer managed: its resources leave the state, its credentials stay as they are. Deploy
   * once, then the binding can be deleted; one that just vanishes is refused.
   * @default false
   */
  readonly released?: boolean | undefined;
  /**
   * The construct's id in the same scope in an earlier deploy, when it was renamed.
   * @default it was never renamed
   */
  readonly earlierId?: string | undefined;
}

/** What every binding takes from the token. An observed token has nothing to give. */
export function givenBy(token: IScimToken): {
  fingerprint?: string;
  tokenWo?: string;
  oldTokenLastValidAt?: string;
  provenAt?: string;
} {
  if (!token.isKnown) return {};
  return {
    fingerprint: token.fingerprint, // unknown in a rotation, which is what plans the update
    tokenWo: token.value,
    oldTokenLastValidAt: token.oldTokenLastValidAt,
    provenAt: token.provenAt,
  };
}

/** By itself, or with all others since the token may be destroyed. */
export function isReleased({ released, token }: ScimBindingProps): boolean {
  return released === true || token.releasesAll;
}

/** Whatever the place is. */
export function checkBinding(where: string, props: ScimBindingProps): void {
  refuseLiteralSecret(`${where}: token`, props.token.value);
  if (isReleased(props) && props.earlierId !== undefined) {
    throw new SynthError(
      `${where}: earlierId`,
      "a binding that is renamed and released at once",
      "Deploy under the new name first, then release it",
    );
  }
}

export function checkUntestable(where: string, untestable: string | undefined): void {
  if (untestable === undefined || untestable.trim() !== "") return;
  throw new SynthError(
    `${where}: untestable`,
    "an empty reason",
    "Every plan repeats the reason why this binding is not tested: write it down, or leave it out",
  );
}
