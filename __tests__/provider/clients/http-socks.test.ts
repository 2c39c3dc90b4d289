import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

import { createHttp } from "../../../provider/clients/http";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});

/** A SOCKS5 proxy (RFC 1928, 1929) that leads every host to one port; `user` is demanded if given. */
async function startSocks(port: number, user?: { name: string; password: string }) {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    void (async () => {
      const next = async () => ((await once(client, "data")) as [Buffer])[0];
      await next();
      client.write(Buffer.from([5, user === undefined ? 0 : 2]));
      let request = await next();
      if (user !== undefined) {
        const length = request[1] ?? 0;
        const name = request.subarray(2, 2 + length).toString();
        const password = request.subarray(3 + length).toString();
        const isRight = name === user.name && password === user.password;
        client.write(Buffer.from([1, isRight ? 0 : 1]));
        if (!isRight) return;
        request = await next();
      }
      // Version, CONNECT, reserved, a name (3), its length, the name, the port.
      asked.push(
        `${request[3]}:${request.subarray(5, -2).toString()}:${request.readUInt16BE(request.length - 2)}`,
      );
      const upstream = connect(port, "127.0.0.1", () => {
        client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        upstream.pipe(client);
        client.pipe(upstream);
      });
      keep(upstream);
    })().catch(() => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    asked,
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function status(proxy: string) {
  const environment = { ...sandbox.environment, NO_PROXY: "", HTTPS_PROXY: proxy };
  const http = createHttp({ environment, retries: 0, deadlineMs: 5000 });
  const url = "https://sandbox.okta.com/api/v1/users/me";
  return (await http.send({ method: "GET", url }, new AbortController().signal)).status;
}
const oktaPort = () => Number(new URL(sandbox.pages.oktaAdminConsole).port);

test.each(["socks5", "socks5h"])(
  "a host is reached through %s, which looks its name up",
  async (scheme) => {
    const socks = await startSocks(oktaPort());
    try {
      expect(await status(`${scheme}://${socks.address}`)).toBe(401);
      expect(socks.asked).toEqual(["3:sandbox.okta.com:443"]);
    } finally {
      await socks.stop();
    }
  },
);

test("user and password of a SOCKS proxy are in its address", async () => {
  const socks = await startSocks(oktaPort(), { name: "ann", password: "p:w" });
  try {
    expect(await status(`socks5://ann:p%3Aw@${socks.address}`)).toBe(401);
    const refused = status(`socks5://ann:s3cret@${socks.address}`);
    await expect(refused).rejects.toThrow(/authentication failed/i);
    await expect(refused).rejects.not.toThrow("s3cret");
  } finally {
    await socks.stop();
  }
});

test("a SOCKS proxy that is not there is told by its own address", async () => {
  await expect(status("socks5://127.0.0.1:9")).rejects.toThrow(/ECONNREFUSED 127\.0\.0\.1:9/);
});
