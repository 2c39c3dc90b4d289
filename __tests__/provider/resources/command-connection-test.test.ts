import { configureClients } from "../../../provider/clients/clients";
import { commandConnectionTest } from "../../../provider/resources/command-connection-test";
import { Life } from "./resource-life";
import { aCommandTest } from "./written";

const OURS = "https://druva.test/insync/scim";
const clients = configureClients(
  { scim_url: OURS, journal_dir: null, entra: null, okta: null },
  { PATH: process.env["PATH"] },
);

/** Holds the token where the URL that it gets is `url`. */
const heldAt = (url: string, base_url: string | null) =>
  aCommandTest({
    fingerprint: "0123456789ab",
    bind_command: ["false"],
    test_command: [
      "node",
      "-e",
      "process.exit(process.env.DRUVA_SCIM_URL === process.argv[1] ? 0 : 10)",
      url,
    ],
    base_url,
  });

test("the commands get the SCIM URL that is given, else the provider's", async () => {
  const other = "https://govcloud.druva.test/insync/scim";
  const given = await new Life(commandConnectionTest, clients).apply(heldAt(other, other));
  expect(given.state?.status).toBe("tested");
  const byDefault = await new Life(commandConnectionTest, clients).apply(heldAt(OURS, null));
  expect(byDefault.state?.status).toBe("tested");
});

test("another SCIM URL plans the test, whatever was proven with the one before", async () => {
  const life = new Life(commandConnectionTest, clients);
  await life.apply(heldAt(OURS, null));
  expect((await life.plan(heldAt(OURS, null))).changes).toBe(false);
  const { planned } = await life.plan(heldAt(OURS, OURS));
  expect(planned.verified_at).not.toBe(life.state?.verified_at);
});

test("so does another URL of the provider's, where none is given", async () => {
  let url = OURS;
  const moving = Object.defineProperty({ ...clients.scim }, "url", { get: () => url });
  const life = new Life(commandConnectionTest, { ...clients, scim: moving });
  const contentAnywhere = { ...heldAt(OURS, null), test_command: ["true"] };
  await life.apply(contentAnywhere);
  url = "https://govcloud.druva.test/insync/scim";
  expect((await life.plan(contentAnywhere)).changes).toBe(true);
  await life.apply(contentAnywhere);
  expect(await life.plan(contentAnywhere)).toMatchObject({ changes: false, warnings: [] });
});
