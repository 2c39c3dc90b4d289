import type { TerraformResource } from "cdktf";
import type { Construct, IConstruct } from "constructs";

import type { Fault } from "./rules/fault";
import type { TokenSettings } from "./rules/tenant-rules";
import { writtenSecret } from "./secrets";
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

/** What the rules of a binding are told of its token. */
export function tokenSettingsOf({ token }: { readonly token: Construct | null }): TokenSettings {
  const { isKnown, issuerKind } = (token ?? {}) as Partial<IScimToken>;
  return { begin: isKnown === false ? "observe" : null, issuer: { kind: issuerKind } };
}

/** Faults of every binding, whatever the place is. Null: its form is wrong. */
export function faultsOfBinding({
  released,
  token,
  earlierId,
}: {
  readonly released?: boolean | null | undefined;
  readonly token: Construct | null;
  readonly earlierId?: string | null | undefined;
}): Fault[] {
  const { releasesAll, value } = (token ?? {}) as Partial<IScimToken>;
  const isReleasedNow = released === true || releasesAll === true;
  return [
    ...writtenSecret(["token"], value),
    ...(isReleasedNow && typeof earlierId === "string" ? [RENAMED_AND_RELEASED] : []),
  ];
}

export const RENAMED_AND_RELEASED: Fault = {
  path: ["earlierId"],
  code: "renamed-and-released",
  found: "found a rename and a release at once",
  expected: "one of them in a deploy",
  todo: "Deploy under the new name first, then release",
};
