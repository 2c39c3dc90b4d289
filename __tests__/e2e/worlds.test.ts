/**
 * Public sources disagree on what Graph does with keys that a PUT does not name. In each world that
 * they claim, applications that were set up in the portal are adopted, rotated and healed, by the
 * provider's own write and behind azuread's.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SECRETS_PUTS } from "../../sandbox/control/types";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { ENGINEERING, ENTRA_ENGINEERING, ENTRA_SALES, SALES, TENANT } from "../../tour/acme";
import { portalSettings } from "../../tour/portal-settings";
import { WAIT_SCALE } from "../../tour/run";
import { environmentOf } from "../../tour/surroundings";
import { type Deployment, Workplace } from "../../tour/workplace";

const BOTH = [ENTRA_ENGINEERING, ENTRA_SALES];

async function aTeam(sandbox: Sandbox): Promise<Workplace> {
  const folder = join(sandbox.directory, "repository");
  await mkdir(folder);
  const environment = {
    ...environmentOf(process.env, sandbox.environment),
    DRUVA_SCIM_JOURNAL_DIR: join(sandbox.directory, "journal"),
  };
  const team = await Workplace.create(folder, environment, sandbox.lockFile);
  await team.configure((config) =>
    config.setIn(["tenants", TENANT, "bindings"], {
      entra: [{ id: ENGINEERING }, { id: SALES, through: "azuread" }],
    }),
  );
  return team;
}

describe.each(SECRETS_PUTS)("where a PUT of secrets %s", (secretsPut) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      waitScale: WAIT_SCALE,
      standInsStay: true,
      world: { secretsPut },
    });
  });
  afterAll(() => sandbox.stop());

  test("both ways adopt, rotate and heal, and lose no setting of the portal's", async () => {
    const { control } = sandbox;
    const team = await aTeam(sandbox);
    const settings = await portalSettings(control);
    const holders = async () => {
      const { fingerprint } = (await control.tokens()).find(({ alive }) => alive) ?? {};
      const held = await Promise.all(BOTH.map((each) => control.holding(each)));
      return held.every((each) => each.fingerprint === fingerprint);
    };
    const expectDone = async (deployed: Deployment) => {
      expect(deployed).toMatchObject({ exitCode: 0 });
      expect(await holders()).toBe(true);
      expect(await portalSettings(control)).toBe(settings);
      const { exitCode, changes } = await team.plan();
      expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: [] });
    };

    await expectDone(await team.apply(await control.generateToken()));

    const date = (await control.clock.now()).toISOString().slice(0, 10);
    await team.configure((config) =>
      config.setIn(["tenants", TENANT, "rotationRequest"], {
        generation: 2,
        reason: "The yearly rotation",
        date,
      }),
    );
    await expectDone(await team.apply(await control.generateToken()));

    for (const each of BOTH) await control.hold(each, "pasted-by-somebody");
    expect(await team.plan()).toMatchObject({ exitCode: 2 });
    await expectDone(await team.apply());
  }, 120_000);
});
