/** Which proxy a call goes through, as Go's golang.org/x/net/http/httpproxy decides it. */
import { BlockList, isIP } from "node:net";

import { isLoopback } from "../../constructs/rules/text";
import { ProviderError } from "../framework/diagnostics";

/** Those of Go's transport. */
const PROTOCOLS = ["http:", "https:", "socks5:", "socks5h:"];

/**
 * A proxy's URL, or null for the direct way. Loopback is never proxied. Throws a ProviderError where
 * the variable names no proxy that can be used.
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): URL | null {
  const upper = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const variable = [upper, upper.toLowerCase()].find((name) => environment[name]);
  const named = variable === undefined ? undefined : environment[variable];
  if (named === undefined || isLoopback(url) || isExempt(url, environment)) return null;
  const text = named.includes("://") ? named : `http://${named}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy !== undefined && PROTOCOLS.includes(proxy.protocol)) return proxy;
  const found =
    proxy === undefined ? "not an address" : `an address that begins with ${proxy.protocol}//`;
  throw new ProviderError({
    summary: `${variable} names no proxy`,
    detail: `It is ${found}. Expected HOST:PORT, or an address that begins with ${PROTOCOLS.map((each) => `${each}//`).join(", ")}. Correct it, or unset it.`,
  });
}

/** NO_PROXY: "*", hosts (with their subdomains), ".subdomains-only", addresses, CIDR ranges, each with a port if one is meant. */
function isExempt(url: URL, environment: NodeJS.ProcessEnv): boolean {
  const host = hostOf(url);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const entries = (environment["NO_PROXY"] || environment["no_proxy"] || "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");

  return entries.some((entry) => {
    if (entry === "*") return true;
    if (entry.includes("/")) return isInRange(host, entry);
    const [, name = entry, entryPort] = /^(.*[^:]):(\d+)$/.exec(isIP(entry) ? "" : entry) ?? [];
    if (entryPort !== undefined && entryPort !== port) return false;
    const pattern = name.replace(/^\[|\]$/g, "").replace(/^\*\./, ".");
    if (pattern.startsWith(".")) return host.endsWith(pattern);
    return host === pattern || (isIP(pattern) === 0 && host.endsWith(`.${pattern}`));
  });
}

function isInRange(host: string, range: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  if (isIP(host) === 0 || isIP(host) !== isIP(network) || !/^\d+$/.test(bits)) return false;
  const family = isIP(host) === 4 ? "ipv4" : "ipv6";
  if (Number(bits) > (family === "ipv4" ? 32 : 128)) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return block.check(host, family);
}

function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}
