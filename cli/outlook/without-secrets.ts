/** Takes secrets out of an outlook. Pure. */
import type { Redact } from "../terminal/redacted";
import type { BindingOutlook } from "./bindings";
import type { Outlook, Remark } from "./outlook";

type Told = Pick<Outlook, "token" | "bindings" | "unmanaged" | "warnings" | "errors">;

/**
 * Redacts what vendors, providers and people wrote: names, evidence, notes, reasons, diagnostics.
 * Before any view: afterwards markdown or HTML has escaped the secret, and it is not found any more;
 * and what is written to a file goes through no terminal.
 */
export function withoutSecrets<T extends Told>(told: T, redact: Redact): T {
  const orNull = (text: string | null) => text && redact(text);
  const binding = (each: BindingOutlook): BindingOutlook => ({
    ...each,
    name: redact(each.name),
    evidence: orNull(each.evidence),
    notes: each.notes.map(redact),
    untestable: orNull(each.untestable),
  });
  const remark = <R extends Remark>(each: R): R => ({
    ...each,
    summary: redact(each.summary),
    detail: redact(each.detail),
  });
  const { token, bindings, unmanaged, warnings, errors } = told;
  return {
    ...told,
    token: {
      ...token,
      reason: redact(token.reason),
      unanswered: orNull(token.unanswered),
      plan: { ...token.plan, why: orNull(token.plan.why), steps: token.plan.steps.map(redact) },
    },
    bindings: bindings.map(binding),
    unmanaged: unmanaged && unmanaged.map((each) => ({ ...each, name: redact(each.name) })),
    warnings: warnings.map(remark),
    errors: errors.map(remark),
  };
}
