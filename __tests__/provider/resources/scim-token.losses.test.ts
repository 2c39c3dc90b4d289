/** What `druva_scim_token` refuses to lose. */
import { unknown } from "../../../provider/framework/unknown";
import { scimToken } from "../../../provider/resources/scim-token";
import { commandConsumer, useDeployments } from "./token-deployment";

const { adopted } = useDeployments();

describe("what must not get lost", () => {
  test("a consumer that vanishes is refused, by its name", async () => {
    const acme = await adopted({
      consumers: [commandConsumer("onelogin"), commandConsumer("ping")],
    });
    acme.configure({ consumers: [commandConsumer("onelogin")] });
    await expect(acme.plan()).rejects.toThrow("The consumer command/ping has vanished");
  });

  test("one that is released may go, and its mark after one deploy", async () => {
    const acme = await adopted({ consumers: [commandConsumer("ping")] });
    acme.configure({ consumers: [], released: ["command/ping"] });
    await acme.apply();
    acme.configure({ released: null });
    await acme.apply();
    expect((await acme.plan()).changes).toBe(false);
  });

  test("one whose binding is at another address is refused, since its resources would be destroyed", async () => {
    const at = (address: string | null, moved_from: string[] | null = null) => ({
      consumers: [{ ...commandConsumer("ping"), address, moved_from }],
    });
    const acme = await adopted(at("before"));
    acme.configure(at("after"));
    await expect(acme.plan()).rejects.toThrow("The binding of command/ping has another address");
    acme.configure(at("after", ["elsewhere"]));
    await expect(acme.plan()).rejects.toThrow("The binding of command/ping has another address");

    acme.configure(at("after", ["elsewhere", "before"]));
    await acme.apply();
    acme.configure(at("after"));
    await acme.apply();
    expect((await acme.plan()).changes).toBe(false);
  });

  test("a consumer without an address may get one, as one made by an earlier version does", async () => {
    const acme = await adopted({ consumers: [commandConsumer("ping")] });
    acme.configure({ consumers: [{ ...commandConsumer("ping"), address: "here" }] });
    await acme.apply();
    expect((await acme.plan()).changes).toBe(false);
  });

  test("the tenant of a token cannot change", async () => {
    const acme = await adopted();
    acme.configure({ tenant: "other" });
    await expect(acme.plan()).rejects.toThrow("The tenant of a token cannot change");
  });

  test("a known token cannot go back to being observed", async () => {
    const acme = await adopted();
    acme.configure({ begin: "observe", issued_on: null });
    await expect(acme.plan()).rejects.toThrow("cannot go back to being observed");
  });

  test("a destroy is refused unless it was allowed before, and says that the token lives on", async () => {
    const acme = await adopted();
    const warnings: string[] = [];
    const warn = ({ summary }: { summary: string }) => warnings.push(summary);
    const destroy = () => scimToken.planDestroy?.({ prior: acme.token, private: null }, { warn });
    expect(destroy).toThrow("must not be destroyed by accident");
    acme.configure({ allow_destroy: true });
    await acme.apply();
    destroy();
    expect(warnings).toEqual(["The token stays alive"]);
  });

  test("an argument that is not known when planning is refused", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: unknown });
    await expect(acme.plan()).rejects.toThrow("rotation_request is not known when planning");
  });
});
