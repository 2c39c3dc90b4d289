/** What `druva_scim_token` refuses to lose. */
import { unknown } from "../../../../provider/framework/unknown";
import { scimToken } from "../../../../provider/resources/scim-token";
import {
  AUTOMATIC,
  byCommand,
  commandConsumer,
  listing,
  request,
  useDeployments,
} from "./token-deployment";

const { adopted } = useDeployments();

describe("what must not get lost", () => {
  test("a consumer that vanishes is refused, by its name", async () => {
    const acme = await adopted({
      consumers: listing(commandConsumer("onelogin"), commandConsumer("ping")),
    });
    acme.configure({ consumers: listing(commandConsumer("onelogin")) });
    await expect(acme.plan()).rejects.toThrow("The consumer command/ping has vanished");
  });

  test("one that is released may go, and its mark after one deploy", async () => {
    const acme = await adopted({ consumers: listing(commandConsumer("ping")) });
    acme.configure({ consumers: listing(), released: ["command/ping"] });
    await acme.apply();
    acme.configure({ released: null });
    await acme.apply();
    expect((await acme.plan()).changes).toBe(false);
  });

  test("one whose binding is at another address is refused, since its resources would be destroyed", async () => {
    const at = (address: string, movedFrom: string[] = []) => ({
      consumers: listing(commandConsumer("ping", { address, movedFrom })),
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

  test("a consumer without an address may get one", async () => {
    const acme = await adopted({ consumers: listing(commandConsumer("ping")) });
    acme.configure({ consumers: listing(commandConsumer("ping", { address: "here" })) });
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

  test("a replacement, as by a taint, is refused too, and the only copy of the token stays", async () => {
    const acme = await adopted();
    await expect(acme.replace()).rejects.toThrow("must not be destroyed by accident");
    expect(acme.token.token).toBe("token-1");
  });

  test.each([
    ["a release", { released: ["command/ping"], consumers: listing() }],
    ["an allowed destroy", { allow_destroy: true }],
  ])("a rotation beside %s is refused", async (_what, given) => {
    const acme = await adopted({ consumers: listing(commandConsumer("ping")) });
    acme.configure({ ...given, rotation_request: request(2) });
    await expect(acme.plan()).rejects.toThrow(
      /No token is rotated beside a release[^]*Release first, rotate in the next deploy/,
    );
    acme.configure({ rotation_request: null });
    expect((await acme.plan()).planned.token).toBe("token-1");
  });

  test("a token that falls due beside a release is not rotated, with a warning", async () => {
    const acme = await adopted({
      consumers: listing(commandConsumer("ping")),
      issuer: byCommand("false"),
      policy: AUTOMATIC,
    });
    acme.clock.advance({ days: 340 });
    acme.configure({ released: ["command/ping"], consumers: listing() });
    const { planned, warnings } = await acme.plan();
    expect(planned).toMatchObject({ token: "token-1", generation: 1 });
    expect(warnings.join()).toContain("No token is rotated beside a release");
    await acme.apply();
    expect(acme.token.token).toBe("token-1");
  });

  test("a token that Druva rejects is taken over beside a release: nobody loses by it", async () => {
    const acme = await adopted({ consumers: listing(commandConsumer("ping")) });
    acme.configure({ released: ["command/ping"], consumers: listing() });
    acme.handOver(acme.druva.generate());
    await acme.apply();
    expect(acme.token.token).toBe("token-2");
  });

  test("an argument that is not known when planning is refused", async () => {
    const acme = await adopted();
    acme.configure({ rotation_request: unknown });
    await expect(acme.plan()).rejects.toThrow(
      "rotationRequest (rotation_request in HCL) is not known when planning",
    );
  });
});
