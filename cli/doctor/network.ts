/** Does every vendor answer from here, over which way, and do the clocks agree? */
import { createHttp } from "../../provider/clients/http";
import { proxyFor } from "../../provider/clients/proxy";
import { trustedCertificates } from "../../provider/clients/trust";
import { causeOf } from "../../provider/clients/vendor-error";
import type { Vendor } from "../workspace/vendors";
import { type Check, fine, problem, warning } from "./check";

/** Signatures and certificates are refused from about there on. */
const BAD_SKEW_SECONDS = 300;
const NOTABLE_SKEW_SECONDS = 30;

export async function checkVendor(
  { name, url }: Vendor,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Check[]> {
  let way = "directly";
  try {
    const proxy = proxyFor(new URL(url), environment);
    if (proxy !== null) way = `through the proxy ${proxy.protocol}//${proxy.host}`;
    const http = createHttp({ environment, deadlineMs: 10_000, retries: 0 });
    const asked = Date.now();
    const { headers, status } = await http.send({ method: "GET", url }, signal);
    const skew = skewSeconds(headers["date"], asked, Date.now());
    return [
      fine(`reaching ${name}`, `${new URL(url).host} answers (${status}), ${way}`),
      ...(skew === null ? [] : [checkSkew(`clock against ${name}`, skew)]),
    ];
  } catch (error) {
    signal.throwIfAborted();
    const cause = causeOf(error);
    return [problem(`reaching ${name}`, `${new URL(url).host}, ${way}: ${cause}`, todoFor(cause))];
  }
}

export function checkSkew(name: string, seconds: number): Check {
  const words = `${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead"}`;
  if (Math.abs(seconds) < NOTABLE_SKEW_SECONDS) return fine(name, "they agree");
  const todo = "Synchronize this machine's clock (NTP).";
  return Math.abs(seconds) < BAD_SKEW_SECONDS
    ? warning(name, `this machine is ${words}`, todo)
    : problem(name, `this machine is ${words}: sign-ins may be refused`, todo);
}

/** Positive: this machine is ahead. The header counts whole seconds; null: there is none. */
export function skewSeconds(header: string | undefined, asked: number, answered: number) {
  const theirs = Date.parse(header ?? "");
  if (Number.isNaN(theirs)) return null;
  const here = (asked + answered) / 2;
  const apart = here - (theirs + 500);
  return Math.trunc(apart / 1000);
}

export function checkTrust(environment: NodeJS.ProcessEnv): Check {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: folder } = environment;
  const named = [file && `SSL_CERT_FILE=${file}`, folder && `SSL_CERT_DIR=${folder}`]
    .filter(Boolean)
    .join(", ");
  const certificates = trustedCertificates(environment);
  const from = named === "" ? "the system's" : named;
  if (certificates !== undefined) {
    return fine("trust", `${certificates.length} certificate authorities (${from})`);
  }
  return named === ""
    ? warning(
        "trust",
        "the system has no bundle of certificate authorities, so Node's own list is used",
        "Behind a company's TLS proxy that is not enough: name its bundle in SSL_CERT_FILE.",
      )
    : problem("trust", `no certificate in ${named}`, "Correct the variable, or unset it.");
}

function todoFor(cause: string): string {
  if (/certificate|self.signed|issuer|CERT_/i.test(cause)) {
    return "Its certificate is not trusted here. Behind a company's TLS proxy: name the company's bundle in SSL_CERT_FILE.";
  }
  return "Check that this machine can reach it. HTTPS_PROXY and NO_PROXY apply, as for Terraform's other providers.";
}
