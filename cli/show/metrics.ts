/** `druva-scim metrics`: how tokens and bindings stand, in OpenMetrics text. */
import { readFile } from "node:fs/promises";

import { Gauge, type OpenMetricsContentType, Registry } from "prom-client";
import { z } from "zod";

import { CliError } from "../terminal/cli-error";
import { FINDING_KINDS, type Outlook } from "../outlook/outlook";
import type { BindingStatus } from "../../provider/bindings/binding-status";
import { TOKEN_STATUSES } from "../../provider/rotation/token-status";

const PROOFS = ["proven", "failing", "unproven"] as const;

/** A binding that waits, or could not be looked at, is not proven. */
const PROOF_OF: Readonly<Record<BindingStatus, (typeof PROOFS)[number]>> = {
  tested: "proven",
  rejected: "failing",
  unproven: "unproven",
  waiting: "unproven",
  unknown: "unproven",
};

/** What is unknown has no sample: nothing is guessed. */
export function metrics(
  outlooks: readonly Outlook[],
  drifts: readonly LastDrift[] = [],
): Registry<OpenMetricsContentType> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `druva_scim_${name}`, help, labelNames, registers: [registry] });

  const daysLeft = gauge("token_days_left", "Days until the token expires.", ["tenant"]);
  const expiry = gauge("token_expiry_timestamp_seconds", "When the token expires.", ["tenant"]);
  const dueAt = gauge("token_due_timestamp_seconds", "From when the token is due.", ["tenant"]);
  const generation = gauge("token_generation", "Of the token; 0 when only observed.", ["tenant"]);
  const status = gauge("token_status", "1 for the status that the token has.", [
    "tenant",
    "status",
  ]);
  const binding = gauge("binding", "1 for whether it is proven that the binding works.", [
    "tenant",
    "kind",
    "id",
    "name",
    "proof",
  ]);
  const unmanaged = gauge("unmanaged_holders", "Applications that may hold it and are not bound.", [
    "tenant",
  ]);
  const gap = gauge("last_gap_seconds", "Without a working token in the last rotation.", [
    "tenant",
    "bound",
  ]);
  const lookedAt = gauge("looked_at_timestamp_seconds", "When this was found out.", ["tenant"]);

  for (const { tenant, token, bindings, lastGap, takenAt, source, ...rest } of outlooks) {
    generation.set({ tenant }, token.generation);
    if (source === "plan") lookedAt.set({ tenant }, seconds(takenAt));
    if (token.daysLeft !== null) daysLeft.set({ tenant }, token.daysLeft);
    if (token.expiresAt !== null) expiry.set({ tenant }, seconds(token.expiresAt));
    if (token.rotateAt !== null) dueAt.set({ tenant }, seconds(token.rotateAt));
    for (const each of TOKEN_STATUSES)
      status.set({ tenant, status: each }, flag(each === token.status));
    for (const { kind, id, name, status: found } of bindings) {
      for (const proof of PROOFS) {
        binding.set({ tenant, kind, id, name, proof }, flag(PROOF_OF[found] === proof));
      }
    }
    if (rest.unmanaged !== null) unmanaged.set({ tenant }, rest.unmanaged.length);
    if (lastGap?.atLeast != null) gap.set({ tenant, bound: "at_least" }, lastGap.atLeast);
    if (lastGap?.atMost != null) gap.set({ tenant, bound: "at_most" }, lastGap.atMost);
  }
  addDrifts(drifts, registry);
  return registry;
}

const lastDrift = z.object({
  version: z.literal(1),
  tenant: z.string(),
  checkedAt: z.iso.datetime().transform((text) => new Date(text)),
  findings: z.array(z.object({ kind: z.enum(FINDING_KINDS) })),
});
/** As much of a drift report as is counted. */
type LastDrift = z.output<typeof lastDrift>;

/** Throws a CliError where the file is none. */
export async function readDrift(file: string): Promise<LastDrift> {
  try {
    return lastDrift.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CliError(`${file} is not a drift report: ${why}`, {
      todo: "Name a file that druva-scim drift --report wrote.",
    });
  }
}

function addDrifts(drifts: readonly LastDrift[], registry: Registry<OpenMetricsContentType>): void {
  if (drifts.length === 0) return;
  const findings = new Gauge({
    name: "druva_scim_last_drift_findings",
    help: "What the last drift run found, by kind.",
    labelNames: ["tenant", "kind"],
    registers: [registry],
  });
  const checkedAt = new Gauge({
    name: "druva_scim_last_drift_timestamp_seconds",
    help: "When the last drift run looked.",
    labelNames: ["tenant"],
    registers: [registry],
  });
  for (const { tenant, checkedAt: at, findings: found } of drifts) {
    checkedAt.set({ tenant }, seconds(at));
    for (const kind of FINDING_KINDS) {
      findings.set({ tenant, kind }, found.filter((each) => each.kind === kind).length);
    }
  }
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}

function flag(isSet: boolean): number {
  return isSet ? 1 : 0;
}
