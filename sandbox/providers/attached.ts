/**
 * Providers that stay up, for Terraforms that are told of them in TF_REATTACH_PROVIDERS: Terraform
 * then starts none, which it else does three times in a plan. Go providers call it their debug mode.
 * Neither encrypted nor for one client alone: the sockets are in a folder of one's own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http2";
import { join } from "node:path";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { Provider as ProviderCalls } from "../../provider/protocol/generated/tfplugin6_pb";
import type { Provider } from "../../provider/framework/provider";
import type { Fields } from "../../provider/framework/schema";
import { providerService } from "../../provider/framework/service";

/** What TF_REATTACH_PROVIDERS says of one provider. */
export interface Attachment {
  readonly Protocol: "grpc";
  readonly ProtocolVersion: 6;
  readonly Pid: number;
  /** Terraform leaves the process alone. */
  readonly Test: true;
  readonly Addr: { readonly Network: "unix"; readonly String: string };
}

/** In bytes. Linux takes a few more, macOS does not. */
const LONGEST_SOCKET_PATH = 103;

/** Listens on a socket until `signal` is aborted, or this process ends. */
export async function attach<Client>(
  provider: Provider<Fields, Client>,
  folder: string,
  name: string,
  signal?: AbortSignal,
): Promise<Attachment> {
  // Each connection is what a process would be: configured once, stopped for good.
  const adapters = new WeakMap<object, ReturnType<typeof connectNodeAdapter>>();
  const server = createServer((request, response) => {
    const connection = request.stream.session ?? request.stream;
    const adapter =
      adapters.get(connection) ??
      connectNodeAdapter({
        grpc: true,
        grpcWeb: false,
        connect: false,
        routes: (router) => void router.service(ProviderCalls, providerService(provider)),
      });
    adapters.set(connection, adapter);
    adapter(request, response);
  });
  // A Terraform that was killed is no event here.
  server.on("session", (session) => session.on("error", () => undefined));
  const socket = socketPath(folder, name);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path: socket, signal }, resolve);
  });
  server.unref(); // what else keeps the process is its own matter
  return {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: "unix", String: socket },
  };
}

/** In /tmp if the folder's own path is too long for a socket. */
function socketPath(folder: string, name: string): string {
  const wanted = join(folder, name);
  if (Buffer.byteLength(wanted) <= LONGEST_SOCKET_PATH) return wanted;
  const short = mkdtempSync("/tmp/druva-scim-socket-"); // mode 0700
  process.once("exit", () => rmSync(short, { recursive: true, force: true }));
  return join(short, name);
}
