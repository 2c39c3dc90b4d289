/** What a preflight is about, and what it finds. */
import type { Clients } from "./clients";
import type { Meaning, VendorError } from "./vendor-error";

/** A place that holds the token, as `consumers` of druva_scim_token lists it. */
export interface Consumer {
  readonly kind: string;
  readonly id: string;
  readonly provider: string | null;
  readonly name: string | null;
  readonly job_id: string | null;
  readonly manage_job: boolean | null;
  readonly entered_by: string | null;
  readonly bind_command: readonly string[] | null;
  readonly test_command: readonly string[] | null;
}

export interface Finding {
  /** An error would leave a consumer without a living token after a rotation. */
  readonly severity: "error" | "warning";
  /** As "<kind>/<id>"; absent where it is about no single consumer. */
  readonly consumer?: string;
  readonly message: string;
  /** What to do next. */
  readonly todo: string;
}

/** What is found out about one consumer, and what its unmanaged fellows can be listed by. */
export interface Check {
  readonly findings: readonly Finding[];
  /** The Entra application template, or the name of Okta's catalogue entry. */
  readonly madeFrom?: string;
}

/** Applications that may hold the token too: made from the same template, and no consumers. */
export type Holders = (
  clients: Clients,
  provider: string | null,
  madeFrom: string,
  signal: AbortSignal,
) => Promise<readonly { readonly id: string; readonly name: string }[]>;

export function nameOf({ id, name }: Pick<Consumer, "id" | "name">): string {
  return name === null ? id : `${name} (${id})`;
}

/** What a vendor refuses, and what a person can do about it. */
export function findingOf(consumer: string, error: VendorError): Finding {
  return { severity: "error", consumer, message: error.message, todo: TODO[error.meaning] };
}

const TODO: Readonly<Record<Meaning, string>> = {
  "not-permitted": "Give these credentials the permission, or configure others",
  "not-found": "See whether it still exists, and whether these credentials reach it",
  unreachable: "Wait until it answers; whether a rotation would succeed is not known",
  refused: "Mend what it says",
};
