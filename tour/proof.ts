/** What the sandbox saw: who holds what, and which tests of a binding really passed. */
import type { ControlClient } from "../sandbox/control/client";
import type { HolderId, JournalEntry, TokenRecord } from "../sandbox/control/types";
import { HOLDERS, OKTA_PERSON } from "./acme";
import type { BindingReport } from "./step";

/** The requests that prove a binding, by the kind of its holder; the last one that passed counts. */
const proofs: Record<
  string,
  { readonly says: string; readonly is: (entry: JournalEntry, id: string) => boolean }
> = {
  entra: {
    says: "validateCredentials 204",
    is: ({ host, method, url, status }, id) =>
      host === "entra" &&
      method === "POST" &&
      url.includes(id) &&
      url.endsWith("/validateCredentials") &&
      status === 204,
  },
  okta: {
    says: "connection saved and ENABLED",
    is: ({ host, method, url, status }, id) =>
      host === "okta" &&
      method === "POST" &&
      url.endsWith(`/apps/${id}/connections/default/lifecycle/activate`) &&
      status === 204,
  },
  command: {
    says: "test command asked it",
    is: ({ host, method, url, status }) =>
      host === "other-idp" && method === "POST" && url.endsWith("/test") && status === 200,
  },
};

export interface Proof extends BindingReport {
  /** When the last test passed, by the sandbox's clock. */
  readonly testedAt: Date | null;
}

export async function livingToken(control: ControlClient): Promise<TokenRecord> {
  const living = (await control.tokens()).find(({ alive }) => alive);
  if (!living) throw new Error("No token is alive in the sandbox's Druva.");
  return living;
}

/** What each holder holds, and its last passing test after entry `since` of the request journal. */
export async function proveBindings(control: ControlClient, since: number): Promise<Proof[]> {
  const journal = await control.journal.list({ after: since });
  return await Promise.all(
    HOLDERS.map(async (holder) => {
      const { name, fingerprint } = await control.holding(holder);
      const [kind = "", id = ""] = holder.split("/");
      const proof = holder === OKTA_PERSON ? personsProof : proofs[kind];
      const passed = journal.filter((entry) => proof?.is(entry, id)).at(-1);
      return {
        kind,
        id,
        name,
        fingerprint,
        tested: passed && proof ? proof.says : null,
        testedAt: passed ? new Date(passed.at) : null,
      };
    }),
  );
}

/** Okta's API does not test a person's app: the app's own log, or the person's click, does. */
const personsProof = {
  says: "Admin Console test, System Log read",
  is: ({ host, method, url, status }: JournalEntry, id: string) =>
    host === "okta" &&
    status !== null &&
    status < 400 &&
    ((method === "POST" && url.includes(id) && !url.startsWith("/api/")) ||
      (method === "GET" && url.startsWith("/api/v1/logs") && url.includes(id))),
};

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
