/** A diagnostic in the messages of the plugin protocol. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  Diagnostic_Severity as Severity,
  type AttributePath_StepSchema,
  type DiagnosticSchema,
} from "../protocol/generated/tfplugin6_pb";
import type { Path } from "../protocol/value";
import type { Diagnostic } from "./diagnostics";
import type { Fields } from "./schema";

const SEVERITY = { error: Severity.ERROR, warning: Severity.WARNING };

export type WireDiagnostic = MessageInitShape<typeof DiagnosticSchema>;
type Step = MessageInitShape<typeof AttributePath_StepSchema>;

/** `fields` are those of the configuration that the diagnostic's attribute path leads into. */
export function wireDiagnostic(
  { severity, code, summary, detail, attribute = [] }: Diagnostic,
  fields: Fields,
): WireDiagnostic {
  const steps = wireSteps(attribute, fields);
  return {
    severity: SEVERITY[severity],
    summary: code === undefined ? summary : `${summary} [${code}]`,
    detail,
    ...(steps.length > 0 && { attribute: { steps } }),
  };
}

/**
 * Leads through blocks to an attribute, and no further: Terraform 1.11 finds the line of an attribute
 * in a block, and for a path into an attribute's value it shows no more than the resource's first.
 */
export function wireSteps(path: Path, fields: Fields): Step[] {
  const [name, ...rest] = path;
  const field = typeof name === "string" ? fields[name] : undefined;
  if (typeof name !== "string" || field === undefined) return [];
  const step: Step = { selector: { case: "attributeName", value: name } };
  if (field.kind === "attribute") return [step];
  if (field.nesting === "single") return [step, ...wireSteps(rest, field.fields)];
  const [index, ...inside] = rest;
  if (typeof index !== "number") return [step];
  const element: Step = { selector: { case: "elementKeyInt", value: BigInt(index) } };
  return [step, element, ...wireSteps(inside, field.fields)];
}
