/** An HTTP proxy that lets nothing but the stand-ins through: how *.okta.com is reached. */
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** `routes`: from `host:port` as clients ask for it to a port on loopback. */
export async function startProxy(
  routes: ReadonlyMap<string, number>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  };
  const server = createServer((request, response) => {
    response.writeHead(403, { "content-type": "text/plain" });
    response.end(refusal(request.url ?? "", routes));
  });
  server.on("connection", keep);
  server.on("connect", (request, client: Socket, head: Buffer) => {
    const target = request.url ?? "";
    const port = routes.get(target);
    client.on("error", () => client.destroy());
    if (port === undefined) {
      const text = refusal(target, routes);
      client.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      );
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    keep(upstream);
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  const { port } = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function refusal(target: string, routes: ReadonlyMap<string, number>): string {
  return `The sandbox's proxy reaches ${[...routes.keys()].join(", ")} only, not ${target}.\n`;
}

async function listening(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return address;
}
