/**
 * What Okta shows of the credentials that an app has saved. It tries them only while they are being
 * saved; afterwards its connection and its System Log tell.
 */
import type { TestResult } from "../rotation/connection-test";
import type { Connection, Okta } from "./okta";
import { type Evidence, evidenceSince, type Instant } from "./okta-evidence";
import { VendorError } from "./vendor-error";

/** Of an app that Okta's API takes. `start` is null where the token was saved just now. */
export async function testOktaConnection(
  okta: Okta,
  appId: string,
  start: Instant | null,
  signal: AbortSignal,
): Promise<TestResult> {
  let connection: Connection;
  try {
    connection = await okta.connection(appId, signal);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { verdict: "no-verdict", evidence: error.message };
  }
  const is = `its provisioning connection is ${connection.status}`;
  if (connection.status !== "ENABLED") return { verdict: "rejected", evidence: is };
  if (start === null) {
    return { verdict: "tested", evidence: `Okta tried the token when saving it, and ${is}` };
  }
  const found = await evidenceSince(okta, appId, start, signal);
  switch (found.kind) {
    case "worked":
    case "refused":
      return resultOf(found);
    case "silent":
      return { verdict: "unproven", evidence: `${is}, and ${found.words}` };
    case "unreadable":
      // The connection was read: more than nothing is known.
      return { verdict: "unproven", evidence: `${is}, and ${found.words}`, notes: [found.words] };
  }
}

/** What the System Log alone shows: all that there is of an app that only a person can set. */
export function resultOf({ kind, words }: Evidence): TestResult {
  const verdict = {
    worked: "tested",
    refused: "rejected",
    silent: "unproven",
    unreadable: "no-verdict",
  } as const;
  return { verdict: verdict[kind], evidence: words };
}
