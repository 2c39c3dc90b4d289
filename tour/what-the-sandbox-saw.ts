/** What the sandbox saw: who holds what, and which tests of a binding really passed. */
import type { ControlClient } from "../sandbox/control/client";
import type { HolderId, RequestRecord, TokenRecord } from "../sandbox/control/types";
import { HOLDERS, OKTA_API, OKTA_PERSON } from "./acme";
import type { BindingReport } from "./step";

/** By which the druva provider's requests are told from the stock providers'. */
const DRUVA_PROVIDER = "terraform-provider-druva";

export interface BindingProof extends BindingReport {
  /** When the living token first passed, by the sandbox's clock. */
  readonly testedAt: Date | null;
}

export async function livingToken(control: ControlClient): Promise<TokenRecord> {
  const living = (await control.tokens()).find(({ alive }) => alive);
  if (!living) throw new Error("No token is alive in the sandbox's Druva.");
  return living;
}

/**
 * What each holder holds, and the first test after entry `since` of the request journal that passed
 * with the living token. What passed before that token was made says nothing of it.
 */
export async function proveBindings(
  control: ControlClient,
  since: number,
): Promise<BindingProof[]> {
  const living = (await control.tokens()).find(({ alive }) => alive);
  const journal = (await control.journal.list({ after: since })).filter(
    ({ at }) => living !== undefined && at >= living.issuedAt,
  );
  return await Promise.all(
    HOLDERS.map(async (holder) => {
      const { name, fingerprint } = await control.holding(holder);
      const [kind = "", id = ""] = holder.split("/");
      const { says, passed } = proofOf(holder, id);
      const first = journal.find((entry) => passed(entry, journal));
      return {
        kind,
        id,
        name,
        fingerprint,
        tested: first ? says : null,
        testedAt: first ? new Date(first.at) : null,
      };
    }),
  );
}

interface ProofRule {
  readonly says: string;
  readonly passed: (entry: RequestRecord, journal: readonly RequestRecord[]) => boolean;
}

/** The requests that only a passed test leaves behind, by holder. */
function proofOf(holder: HolderId, id: string): ProofRule {
  if (holder === OKTA_PERSON)
    return {
      says: "saved and verified in the Admin Console",
      // Okta saves only what works.
      passed: ({ host, method, url, status, body }) =>
        host === "okta" &&
        method === "POST" &&
        url.startsWith(`/admin/apps/${id}/`) &&
        body.includes("action=save") &&
        status === 303,
    };
  if (holder === OKTA_API)
    return {
      says: "connection saved by the test, ENABLED",
      // The stock resource makes the same requests; this one is the test's own.
      passed: ({ host, method, url, status, headers }) =>
        host === "okta" &&
        method === "POST" &&
        url.endsWith(`/apps/${id}/connections/default/lifecycle/activate`) &&
        headers["user-agent"] === DRUVA_PROVIDER &&
        status === 204,
    };
  if (holder.startsWith("entra/"))
    return {
      says: "Entra's Test Connection passed",
      passed: ({ host, method, url, status }) =>
        host === "entra" &&
        method === "POST" &&
        url.includes(`/${id}/`) &&
        url.endsWith("/validateCredentials") &&
        status === 204,
    };
  return {
    says: "test command: it reached Druva",
    // Its answer is 200 either way; what it asked Druva meanwhile tells.
    passed: ({ host, url, number }, journal) =>
      host === "other-idp" &&
      url === "/connection/test" &&
      journal.some(
        (asked) =>
          asked.number > number &&
          asked.host === "druva" &&
          asked.headers["user-agent"]?.startsWith(id) === true &&
          asked.status === 200,
      ),
  };
}

/** The number of the last request so far: what comes after belongs to the next step. */
export async function journalMark(control: ControlClient): Promise<number> {
  return (await control.journal.list()).at(-1)?.number ?? 0;
}

/** Checks that every one of `holders` holds the living token; the evidence says who holds what. */
export async function allHold(
  control: ControlClient,
  holders: readonly HolderId[] = HOLDERS,
): Promise<{ readonly held: boolean; readonly evidence: string }> {
  const { fingerprint } = await livingToken(control);
  const holdings = await Promise.all(holders.map((holder) => control.holding(holder)));
  return {
    held: holdings.every((holding) => holding.fingerprint === fingerprint),
    evidence: `living ${fingerprint}; ${holdings.map((each) => `${each.name}: ${each.fingerprint ?? "none"}`).join(", ")}`,
  };
}
