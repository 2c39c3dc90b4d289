/** The life of a provider's process, from Terraform's greeting to its shutdown. */
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceImpl } from "@connectrpc/connect";
import { answerTerraform } from "./claim-stdout";
import { GRPCController } from "./generated/controller_pb";
import { Provider } from "./generated/tfplugin6_pb";
import { HandshakeError, handshakeLine, readGreeting } from "./handshake";
import { endProcess, whenParentEnds } from "./process-end";
import { makeServerCertificate } from "./server-certificate";
import { startServer } from "./server";

/** Linux takes 107 bytes of a socket's path, macOS 103. */
const LONGEST_SOCKET_PATH = 103;

/** Terraform reads the first line that is printed, though maybe not of a process that has ended. */
const UNTIL_READ_MS = 1000;

/** There is no folder for the socket; the message is for people, and reaches them through Terraform. */
class SocketError extends Error {}

/** What a provider answers to each call of plugin protocol 6. */
export type ProviderService = ServiceImpl<typeof Provider>;

/**
 * Serves until Terraform shuts this process down, and then ends it. A start by anybody but
 * Terraform ends it at once, with exit code 1 and a sentence on standard error.
 */
export async function servePlugin(service: ProviderService): Promise<never> {
  try {
    await serveUntilShutdown(service);
  } catch (error) {
    if (error instanceof SocketError) {
      answerTerraform(`${error.message}\n`);
      await sleep(UNTIL_READ_MS);
      process.exit(1);
    }
    if (!(error instanceof HandshakeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  // Not by itself: connections that are kept alive to vendors would hold it for seconds.
  return endProcess(0);
}

async function serveUntilShutdown(service: ProviderService): Promise<void> {
  const { clientCertificate, socketFolder } = readGreeting(process.env);
  // Ctrl-C reaches the whole process group; Terraform then asks the provider to stop in an orderly way.
  process.on("SIGINT", () => undefined);
  process.stderr.on("error", () => undefined); // it leads to Terraform, which may be gone
  whenParentEnds(() => void endProcess(1));
  // Through exit, so that the socket's folder goes too.
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void endProcess(128 + constants.signals[signal]));
  }

  const folder = makeSocketFolder(socketFolder ?? tmpdir());
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const socketPath = join(folder, "socket");
  const certificate = makeServerCertificate();
  const server = await startServer({
    socketPath,
    certificate,
    clientCertificate,
    routes: (router) => {
      router.service(Provider, service);
      router.service(GRPCController, {
        shutdown: () => {
          server.close();
          return {};
        },
      });
    },
  });
  answerTerraform(handshakeLine(socketPath, certificate.der));
  await server.closed;
}

/** In /tmp where the wanted folder's path is too long for a socket. */
function makeSocketFolder(wanted: string): string {
  const isTooLong = Buffer.byteLength(join(wanted, "provider-XXXXXX/socket")) > LONGEST_SOCKET_PATH;
  try {
    return mkdtempSync(join(isTooLong ? "/tmp" : wanted, "provider-"));
  } catch (error) {
    throw new SocketError(
      `The provider found no folder for its socket (${error instanceof Error ? error.message : String(error)}). Set TMPDIR to a folder that exists and can be written.`,
    );
  }
}
