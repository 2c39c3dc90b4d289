/** Everything that holds a token in the sandbox, seen from above: what it holds, and its cycles. */
import type { CycleResult, HolderId, Holding } from "./control/types";
import { runEntraCycle } from "./entra/cycle";
import { scimCredentials, type Directory } from "./entra/directory";
import { fingerprint } from "./fingerprint";
import { runOktaCycle } from "./okta/cycle";
import type { Organization } from "./okta/organization";
import type { OtherIdp } from "./other-idp/other-idp";
import type { ScimClient } from "./scim-client";
import { OTHER_IDP_NAME } from "./seed";

/** One of them, whatever the vendor. */
export interface Holder {
  readonly id: HolderId;
  holding(): Holding;
  /** Behind everybody's back: nothing is tested, no job is started, nothing is written down. */
  hold(token: string | null): void;
  cycle(userName: string): Promise<CycleResult>;
}

export function makeHolders({
  directory,
  entraScim,
  organization,
  otherIdp,
  scimUrl,
}: {
  readonly directory: Directory;
  readonly entraScim: ScimClient;
  readonly organization: Organization;
  readonly otherIdp: OtherIdp;
  readonly scimUrl: () => string;
}): readonly Holder[] {
  const entra = directory.principals.map((principal): Holder => {
    const { id, displayName } = principal.seed;
    return {
      id: `entra/${id}`,
      holding() {
        const saved = scimCredentials(principal.credentials);
        return {
          holder: this.id,
          name: displayName,
          fingerprint: saved === undefined ? null : fingerprint(saved.token),
          baseUrl: saved?.baseUrl ?? null,
          status: principal.jobs[0]?.status.code ?? "no job",
        };
      },
      hold(token) {
        principal.credentials =
          token === null
            ? []
            : [
                { key: "BaseAddress", value: scimUrl() },
                { key: "SecretToken", value: token },
              ];
      },
      cycle: (userName) => runEntraCycle(directory, entraScim, id, userName),
    };
  });
  const okta = organization.apps.map((app): Holder => {
    const { id, label, connectionsApi } = app.seed;
    return {
      id: `okta/${id}`,
      holding() {
        return {
          holder: this.id,
          name: label,
          fingerprint: organization.heldBy(app),
          baseUrl: app.credentials?.baseUrl ?? null,
          status: app.connection,
        };
      },
      hold(token) {
        app.credentials = token === null ? undefined : { baseUrl: scimUrl(), token };
        if (connectionsApi) app.connection = token === null ? "UNKNOWN" : "ENABLED";
      },
      cycle: (userName) => runOktaCycle(organization, id, userName),
    };
  });
  const other: Holder = {
    id: `command/${OTHER_IDP_NAME}`,
    holding() {
      return {
        holder: this.id,
        name: OTHER_IDP_NAME,
        fingerprint: otherIdp.held,
        baseUrl: otherIdp.credentials?.baseUrl ?? null,
        status: otherIdp.credentials === undefined ? "empty" : "saved",
      };
    },
    hold(token) {
      otherIdp.credentials = token === null ? undefined : { baseUrl: scimUrl(), token };
    },
    cycle: (userName) => otherIdp.runCycle(userName),
  };
  return [...entra, ...okta, other];
}
