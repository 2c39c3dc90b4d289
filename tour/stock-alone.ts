/** azuread_synchronization_secret without this product: a third principal, its own folder and state. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ENTRA_LEGACY, LEGACY } from "./acme";
import type { ControlClient } from "../sandbox/control/client";
import type { Settings } from "../sandbox/control/types";
import { failNextSecretWrite } from "./fault";
import { livingToken } from "./what-the-sandbox-saw";
import type { RepositoryOnSandbox } from "./repository-on-sandbox";
import { TerraformFolder } from "./terraform-folder";

/** All keys in Graph's order, as the portal left them: with fewer azuread would wait for ever. */
const configuration = (scimUrl: string, settings: Settings) => ({
  terraform: {
    required_providers: { azuread: { source: "hashicorp/azuread", version: "~> 3.7" } },
  },
  provider: { azuread: {} },
  variable: { token: { type: "string", sensitive: true } },
  data: { azuread_service_principal: { legacy: { object_id: LEGACY } } },
  resource: {
    azuread_synchronization_secret: {
      legacy: {
        service_principal_id: "${data.azuread_service_principal.legacy.id}",
        credential: [
          { key: "BaseAddress", value: scimUrl },
          { key: "SecretToken", value: "${var.token}" },
          ...Object.entries(settings)
            .filter(([key]) => key !== "BaseAddress")
            .map(([key, value]) => ({ key, value })),
        ],
      },
    },
  },
});

export class StockAlone {
  private constructor(
    private readonly control: ControlClient,
    private readonly terraform: TerraformFolder,
  ) {}

  static async create({ folder, environment, sandbox }: RepositoryOnSandbox): Promise<StockAlone> {
    const terraform = new TerraformFolder(join(folder, "stock-alone"), environment);
    await mkdir(terraform.folder);
    const scimUrl = environment["DRUVA_SCIM_URL"] ?? "";
    const settings = await sandbox.control.settings(ENTRA_LEGACY);
    await writeFile(
      join(terraform.folder, "main.tf.json"),
      JSON.stringify(configuration(scimUrl, settings)),
    );
    await terraform.init();
    return new StockAlone(sandbox.control, terraform);
  }

  /** Binds a first token, then the current one while Entra refuses one write; ticks what the next plan says. */
  async rotate(
    token: string,
    tick: (claim: string, held: boolean, evidence: string) => void,
  ): Promise<void> {
    const { control } = this;
    await this.terraform.with({ TF_VAR_token: "a-token-of-last-year" }).apply();
    const rotated = this.terraform.with({ TF_VAR_token: token });
    const fault = await failNextSecretWrite(control, LEGACY);
    const failed = await rotated.apply();
    await control.faults.clear(fault.id);
    const plan = await rotated.plan();
    const { fingerprint } = await livingToken(control);
    const legacy = await control.holding(ENTRA_LEGACY);
    tick(
      "with the stock resource alone the same fault leaves a clean plan and a dead token in Entra",
      failed.exitCode !== 0 && plan.exitCode === 0 && legacy.fingerprint !== fingerprint,
      `apply exited ${failed.exitCode}, the next plan exited ${plan.exitCode}; living ${fingerprint}, ${legacy.name}: ${legacy.fingerprint ?? "none"}`,
    );
  }
}
