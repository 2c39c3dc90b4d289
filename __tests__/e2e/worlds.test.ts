/**
 * Public sources disagree on what Graph does with keys that a PUT does not name. In each world that
 * they claim, applications that were set up in the portal are adopted, rotated and healed, by the
 * provider's own write and behind azuread's.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { SECRETS_PUTS } from "../../sandbox/control/types";
import { ENGINEERING, ENTRA_ENGINEERING, ENTRA_SALES, SALES, TENANT } from "../../tour/acme";
import { portalSettings } from "../../tour/portal-settings";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { requestRotation } from "../../tour/request";
import type { Run } from "../../tour/run-program";
import { STACK } from "../../tour/workplace";

const BOTH = [ENTRA_ENGINEERING, ENTRA_SALES];

let repository: RepositoryOnSandbox;
beforeAll(async () => {
  repository = await RepositoryOnSandbox.start();
  await repository.configure((config) =>
    config.setIn(["tenants", TENANT, "bindings"], {
      entra: [{ id: ENGINEERING }, { id: SALES, through: "azuread" }],
    }),
  );
}, 60_000);
afterAll(() => repository.stop());

/** Nothing is known of the tenant. */
beforeEach(async () => {
  await repository.configure((config) => config.deleteIn(["tenants", TENANT, "rotationRequest"]));
  await rm(join(repository.folder, `terraform.${STACK}.tfstate`), { force: true });
});

test.each(SECRETS_PUTS)(
  "where a PUT of secrets %s, both ways adopt, rotate and heal, and lose no setting of the portal's",
  async (secretsPut) => {
    const { control } = repository.sandbox;
    await control.world.set({ secretsPut });
    const settings = await portalSettings(control);
    const holders = async () => {
      const { fingerprint } = (await control.tokens()).find(({ alive }) => alive) ?? {};
      const held = await Promise.all(BOTH.map((each) => control.holding(each)));
      return held.every((each) => each.fingerprint === fingerprint);
    };
    const expectDone = async (deployed: Run) => {
      expect(deployed).toMatchObject({ exitCode: 0 });
      expect(await holders()).toBe(true);
      expect(await portalSettings(control)).toBe(settings);
      const { exitCode, changes } = await repository.plan();
      expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: [] });
    };

    await expectDone(await repository.deploy(await control.generateToken()));

    await requestRotation(repository, 2, "The yearly rotation");
    await expectDone(await repository.deploy(await control.generateToken()));

    for (const each of BOTH) await control.hold(each, "pasted-by-somebody");
    expect(await repository.plan()).toMatchObject({ exitCode: 2 });
    await expectDone(await repository.deploy());
  },
  120_000,
);
