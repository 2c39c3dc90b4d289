/** What reviewers and operators see of the tour: a plan as a pull request's comment, and as the page. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

import { outlookOfPlan } from "../cli/outlook/make-outlook";
import { statusPage } from "../cli/show/page/page";
import { planMarkdown } from "../cli/show/plan-markdown";
import { redactor } from "../cli/terraform/redacted";
import { planDocument, terraformDiagnostic } from "../cli/terraform/stack";
import { tenantState } from "../cli/terraform/tenant-state";
import { TENANT } from "./acme";
import type { RepositoryOnSandbox } from "./repository-on-sandbox";
import type { TourPlan } from "./workplace";

const FILES = { comment: "pull-request-comment.md", page: "status.html" } as const;
type View = keyof typeof FILES;

/** Keeps views of plans in a new folder, made for the first of them, which stays. */
export class Views {
  private folder: string | undefined;

  /** The files that were kept, absolute. */
  readonly kept: string[] = [];

  async keep(view: View, plan: TourPlan, repository: RepositoryOnSandbox): Promise<void> {
    const document = planDocument.parse(plan.document);
    const prior = tenantState(TENANT, document.prior_state?.values?.root_module.resources ?? []);
    const outlook = outlookOfPlan(
      TENANT,
      {
        exitCode: plan.changes.length === 0 ? 0 : 2,
        diagnostics: z.array(terraformDiagnostic).parse(plan.diagnostics),
        document,
        prior,
      },
      {
        now: await repository.sandbox.control.clock.now(),
        scimUrl: repository.environment["DRUVA_SCIM_URL"] ?? "",
        redact: redactor(repository.environment, prior),
        saved: prior,
      },
    );
    this.folder ??= await mkdtemp(join(tmpdir(), "druva-scim-tour-"));
    const file = join(this.folder, FILES[view]);
    await writeFile(file, view === "comment" ? planMarkdown(outlook) : statusPage([outlook]));
    this.kept.push(file);
  }

  /** Removes them and their folder. */
  async remove(): Promise<void> {
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
  }
}
