/** gRPC over mutual TLS on a unix socket, for exactly one client. */
import type { X509Certificate } from "node:crypto";
import { createSecureServer, type ServerHttp2Session } from "node:http2";
import { TLSSocket } from "node:tls";
import type { ConnectRouter } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import type { ServerCertificate } from "./server-certificate";

export interface ServerOptions {
  readonly socketPath: string;
  readonly certificate: ServerCertificate;
  /** Whoever shows another certificate, or none, is cut off before a request is read. */
  readonly clientCertificate: X509Certificate;
  readonly routes: (router: ConnectRouter) => void;
}

export interface RunningServer {
  /** Lets calls that are under way finish, then ends the connections. */
  close(): void;
  /** Settles when the last connection has ended after `close`. */
  readonly closed: Promise<void>;
}

/** Resolves when the socket can be connected to. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { certificate, clientCertificate, routes, socketPath } = options;
  const server = createSecureServer(
    {
      cert: certificate.certificatePem,
      key: certificate.privateKeyPem,
      requestCert: true,
      // No chain is checked: the one certificate is compared below, which is stricter. And with no
      // authority given at all node would load every one that it knows, at each start.
      ca: [],
      rejectUnauthorized: false,
      // Else node hashes the command line for it, at each start.
      sessionIdContext: "provider",
      minVersion: "TLSv1.2",
    },
    connectNodeAdapter({ grpc: true, grpcWeb: false, connect: false, routes }),
  );

  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    if (!shows(session, clientCertificate)) return session.destroy();
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    // A client that vanishes is no event here: the parent's end is watched elsewhere.
    session.on("error", () => undefined);
  });

  const closed = new Promise<void>((resolve) => server.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  return {
    closed,
    close() {
      server.close();
      for (const session of sessions) session.close();
    },
  };
}

function shows(session: ServerHttp2Session, expected: X509Certificate): boolean {
  const { socket } = session;
  // session.socket is a proxy of the TLS socket, which forwards what it does not forbid.
  return (
    socket instanceof TLSSocket &&
    (socket.getPeerX509Certificate()?.raw.equals(expected.raw) ?? false)
  );
}
