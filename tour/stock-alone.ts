/** azuread_synchronization_secret without this product: a third principal, its own folder and state. */
import { execa } from "execa";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ENTRA_LEGACY, LEGACY } from "./acme";
import type { ControlClient } from "../sandbox/control/client";
import type { Settings } from "../sandbox/control/types";
import { failNextSecretWrite } from "./fault";
import { livingToken } from "./what-the-sandbox-saw";
import type { Tour } from "./step";
import type { Workplace } from "./workplace";

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
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async create(
    workplace: Workplace,
    environment: Readonly<Record<string, string>>,
    control: ControlClient,
  ): Promise<StockAlone> {
    const folder = join(workplace.folder, "stock-alone");
    await mkdir(folder);
    const scimUrl = environment["DRUVA_SCIM_URL"] ?? "";
    const settings = await control.settings(ENTRA_LEGACY);
    await writeFile(join(folder, "main.tf.json"), JSON.stringify(configuration(scimUrl, settings)));
    const alone = new StockAlone(folder, environment);
    await alone.terraform(["init", "-input=false"], "");
    return alone;
  }

  /** Binds a first token, then the living one while Entra refuses one write; ticks what the next plan says. */
  async rotate(
    { sandbox: { control } }: Tour,
    token: string,
    tick: (claim: string, held: boolean, evidence: string) => void,
  ): Promise<void> {
    const apply = ["apply", "-input=false", "-auto-approve", "-no-color"];
    await this.terraform(apply, "a-token-of-last-year");
    const fault = await failNextSecretWrite(control, LEGACY);
    const failed = await this.terraform(apply, token);
    await control.faults.clear(fault.id);
    const plan = await this.terraform(["plan", "-input=false", "-detailed-exitcode"], token);
    const { fingerprint } = await livingToken(control);
    const legacy = await control.holding(ENTRA_LEGACY);
    tick(
      "with the stock resource alone the same fault leaves a clean plan and a dead token in Entra",
      failed !== 0 && plan === 0 && legacy.fingerprint !== fingerprint,
      `apply exited ${failed}, the next plan exited ${plan}; living ${fingerprint}, ${legacy.name}: ${legacy.fingerprint ?? "none"}`,
    );
  }

  private async terraform(args: readonly string[], token: string): Promise<number> {
    const { exitCode } = await execa("terraform", args, {
      cwd: this.folder,
      env: { ...this.environment, TF_VAR_token: token },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
    });
    return exitCode ?? 1;
  }
}
