/** A diagnostic in the messages of the plugin protocol. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  Diagnostic_Severity as Severity,
  type AttributePath_StepSchema,
  type DiagnosticSchema,
} from "../protocol/generated/tfplugin6_pb";
import type { CtyType, Path } from "../protocol/value";
import type { Diagnostic } from "./diagnostics";
import { typeOfFields } from "./fields";
import type { Fields } from "./schema";

const SEVERITY = { error: Severity.ERROR, warning: Severity.WARNING };

export type WireDiagnostic = MessageInitShape<typeof DiagnosticSchema>;
type Step = MessageInitShape<typeof AttributePath_StepSchema>;

/** `fields` are those of the configuration that the diagnostic's attribute path leads into. */
export function wireDiagnostic(
  { severity, summary, detail, attribute = [] }: Diagnostic,
  fields: Fields,
): WireDiagnostic {
  const steps = wireSteps(attribute, typeOfFields(fields));
  return {
    severity: SEVERITY[severity],
    summary,
    detail,
    ...(steps.length > 0 && { attribute: { steps } }),
  };
}

/** Leads as far as the type does: a set's elements have no address, so a path ends before them. */
export function wireSteps(path: Path, type: CtyType): Step[] {
  const [first, ...rest] = path;
  if (first === undefined || typeof type === "string") return [];
  const [kind, inner] = type;
  if (kind === "object" && typeof first === "string") {
    const attributeType = inner[first];
    if (attributeType === undefined) return [];
    return [
      { selector: { case: "attributeName", value: first } },
      ...wireSteps(rest, attributeType),
    ];
  }
  if (kind === "list" && typeof first === "number") {
    return [
      { selector: { case: "elementKeyInt", value: BigInt(first) } },
      ...wireSteps(rest, inner),
    ];
  }
  if (kind === "map") {
    return [
      { selector: { case: "elementKeyString", value: String(first) } },
      ...wireSteps(rest, inner),
    ];
  }
  return [];
}
