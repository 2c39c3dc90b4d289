/** go-plugin's handshake: what Terraform says in the environment, and the one line that answers it. */
import { X509Certificate } from "node:crypto";

/** Not a secret: it only tells a start by Terraform from a start by hand. */
const MAGIC_COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};
const CORE_PROTOCOL_VERSION = 1;
const PLUGIN_PROTOCOL_VERSION = 6;

/** This process was not started the way Terraform starts a provider; the message is for people. */
export class HandshakeError extends Error {
  override readonly name = "HandshakeError";
}

export interface Greeting {
  /** The only client that may connect. */
  readonly clientCertificate: X509Certificate;
  /** Where the socket is to be made, if Terraform cares. */
  readonly socketFolder: string | undefined;
}

/** Throws a HandshakeError that says what is missing. */
export function readGreeting(environment: NodeJS.ProcessEnv): Greeting {
  if (environment[MAGIC_COOKIE.name] !== MAGIC_COOKIE.value) {
    throw new HandshakeError(
      "This program is a Terraform provider. Terraform starts it; it does nothing by itself.",
    );
  }
  const offered = environment.PLUGIN_PROTOCOL_VERSIONS ?? "";
  if (!offered.split(",").includes(String(PLUGIN_PROTOCOL_VERSION))) {
    throw new HandshakeError(
      `This provider speaks plugin protocol ${PLUGIN_PROTOCOL_VERSION}; ` +
        `this Terraform offers ${offered === "" ? "none" : offered}. Use Terraform 1.11 or newer.`,
    );
  }
  return {
    clientCertificate: readCertificate(environment.PLUGIN_CLIENT_CERT),
    socketFolder: environment.PLUGIN_UNIX_SOCKET_DIR || undefined,
  };
}

function readCertificate(pem: string | undefined): X509Certificate {
  if (pem === undefined || pem === "") {
    throw new HandshakeError(
      "PLUGIN_CLIENT_CERT is not set: this provider talks only to a Terraform that shows a certificate.",
    );
  }
  try {
    return new X509Certificate(pem);
  } catch {
    throw new HandshakeError("PLUGIN_CLIENT_CERT is not a certificate in PEM.");
  }
}

/** The answer; nothing may stand on standard output before it. */
export function handshakeLine(socket: string, certificate: Buffer): string {
  // go-plugin decodes the certificate without padding.
  const encoded = certificate.toString("base64").replace(/=+$/, "");
  return `${CORE_PROTOCOL_VERSION}|${PLUGIN_PROTOCOL_VERSION}|unix|${socket}|grpc|${encoded}\n`;
}
