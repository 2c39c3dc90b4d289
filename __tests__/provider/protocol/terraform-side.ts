/** What Terraform does with a provider's process: greets it, and talks to it over its socket. */
import { connect as connectTls, type TLSSocket } from "node:tls";
import { X509Certificate } from "node:crypto";
import { spawn, type ChildProcess } from "node:child_process";
import { createClient, type Client } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { GRPCController } from "../../../provider/protocol/generated/controller_pb";
import { Provider } from "../../../provider/protocol/generated/tfplugin6_pb";

export interface Identity {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** What `startProvider` waits for, or a process that ended before. */
export interface StartedProvider {
  readonly process: ChildProcess;
  /** All of standard output so far. */
  stdout(): string;
  stderr(): string;
  readonly socketPath: string;
  readonly serverCertificatePem: string;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string | null>;
}

export function greetingFor(client: Identity): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: client.certificatePem,
  };
}

/** Resolves at the handshake line. Rejects, with what it printed, where the process ends before. */
export function startProvider(
  bundle: string,
  environment: NodeJS.ProcessEnv,
): Promise<StartedProvider> {
  const child = spawn(process.execPath, [bundle], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const ended = new Promise<number | string | null>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal)),
  );
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.stdout.on("data", (chunk) => {
      stdout += String(chunk);
      const line = /^1\|6\|unix\|([^|]+)\|grpc\|([^|\n]+)\n/.exec(stdout);
      if (line === null) {
        if (stdout.includes("\n")) child.kill("SIGKILL"); // as go-plugin does: it is no handshake
        return;
      }
      const [, socketPath = "", certificate = ""] = line;
      resolve({
        process: child,
        stdout: () => stdout,
        stderr: () => stderr,
        socketPath,
        // go-plugin leaves the padding out, which PEM has.
        serverCertificatePem: new X509Certificate(Buffer.from(certificate, "base64")).toString(),
        ended,
      });
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${stdout}${stderr}`)));
  });
}

/** A connection as go-plugin's client makes it; without `client` no certificate is shown. */
export function dial(
  {
    socketPath,
    serverCertificatePem,
  }: Pick<StartedProvider, "socketPath" | "serverCertificatePem">,
  client: Identity | undefined,
): TLSSocket {
  return connectTls({
    path: socketPath,
    servername: "localhost",
    ca: [serverCertificatePem],
    ALPNProtocols: ["h2"],
    ...(client && { cert: client.certificatePem, key: client.privateKeyPem }),
  });
}

export interface TerraformSide {
  readonly provider: Client<typeof Provider>;
  readonly controller: Client<typeof GRPCController>;
}

export function talkTo(
  started: Pick<StartedProvider, "socketPath" | "serverCertificatePem">,
  client: Identity | undefined,
): TerraformSide {
  const transport = createGrpcTransport({
    baseUrl: "https://localhost",
    nodeOptions: { createConnection: () => dial(started, client) },
  });
  return {
    provider: createClient(Provider, transport),
    controller: createClient(GRPCController, transport),
  };
}
