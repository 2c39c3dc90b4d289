/** The system's trusted certificates, to which the sandbox adds its own authority. */
import { readFileSync } from "node:fs";

/** Where Go looks, in its order. */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** PEM; empty where the system has no bundle. */
export function systemBundle(): string {
  const named = process.env["SSL_CERT_FILE"];
  for (const file of named ? [named, ...SYSTEM_BUNDLES] : SYSTEM_BUNDLES) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // Not there: the next one may be.
    }
  }
  return "";
}
