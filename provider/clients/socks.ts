/** The way through a SOCKS5 proxy. The proxy looks up the host's name, as Go's transport lets it. */
import type { buildConnector } from "undici";

const DEFAULT_PORT = 1080;

/** `connector` puts TLS on the connection that the proxy made. */
export function throughSocks(
  proxy: URL,
  connector: buildConnector.connector,
): buildConnector.connector {
  const { username, password } = proxy;
  const user =
    username === ""
      ? {}
      : { userId: decodeURIComponent(username), password: decodeURIComponent(password) };

  async function open({ hostname, port, protocol }: buildConnector.Options) {
    const { SocksClient } = await import("socks");
    const { socket } = await SocksClient.createConnection({
      command: "connect",
      proxy: {
        host: proxy.hostname.replace(/^\[|\]$/g, ""),
        port: Number(proxy.port) || DEFAULT_PORT,
        type: 5,
        ...user,
      },
      destination: {
        host: hostname.replace(/^\[|\]$/g, ""),
        port: Number(port) || (protocol === "https:" ? 443 : 80),
      },
    });
    return socket;
  }

  return (options, callback) => {
    open(options).then(
      (socket) => {
        if (options.protocol === "https:") connector({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), null);
      },
    );
  };
}
