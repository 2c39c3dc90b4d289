/**
 * Whom to trust, as Go's crypto/x509 decides it on Linux: SSL_CERT_FILE and SSL_CERT_DIR, else the
 * system's bundle. Node's own list does not know a company's TLS proxy.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** First found, first taken: Go's root_linux.go. The last one is macOS's and FreeBSD's. */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Alpine
  "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL 6
  "/etc/ssl/ca-bundle.pem", // openSUSE
  "/etc/pki/tls/cacert.pem", // OpenELEC
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // CentOS, RHEL 7
  "/etc/ssl/cert.pem",
];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** PEM certificates of all places together, or undefined where there are no certificates. */
export function trustedCertificates(environment: NodeJS.ProcessEnv): string[] | undefined {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directories } = environment;
  const certificates = new Set<string>();
  const add = (pem: string | undefined) =>
    pem?.match(CERTIFICATE)?.forEach((certificate) => certificates.add(certificate));

  if (file) add(read(file));
  else add(SYSTEM_BUNDLES.map(read).find((pem) => pem !== undefined));
  for (const directory of directories?.split(":") ?? []) {
    for (const name of list(directory)) add(read(join(directory, name)));
  }
  return certificates.size === 0 ? undefined : [...certificates];
}

/** Undefined where the file is missing or may not be read: Go skips it too. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
