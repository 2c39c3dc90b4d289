/** Everything that holds a token in the sandbox, seen from above: what it holds, and its cycles. */
import type { CycleResult, HolderId, Holding, Settings, SettingsChange } from "./control/types";
import { runEntraCycle } from "./entra/cycle";
import { merged, valueOf, type Credential, type Directory } from "./entra/directory";
import { isSecret } from "./entra/secret-keys";
import { fingerprint } from "./fingerprint";
import { runOktaCycle } from "./okta/cycle";
import type { Organization } from "./okta/organization";
import type { OtherIdp } from "./other-idp/other-idp";
import type { ScimClient, VendorCycle } from "./scim-client";
import { OTHER_IDP_NAME } from "./seed";

/** One of them, whatever the vendor. */
export interface TokenHolder {
  readonly id: HolderId;
  holding(): Holding;
  /** Behind everybody's back: nothing is tested, no job is started, nothing is written down. */
  hold(token: string | null): void;
  cycle(userName: string): Promise<VendorCycle>;
  /** Of an Entra application; others hold a token only. */
  readonly settings?: HeldSettings;
}

/** Keys other than secrets, as they are saved; changed as silently as the token. */
export interface HeldSettings {
  shown(): Settings;
  change(change: SettingsChange): void;
}

/** Lets a holder provision a user of that name, if it provisions at all. */
export async function runCycle(holder: TokenHolder, userName: string): Promise<CycleResult> {
  const { fingerprint } = holder.holding();
  const ran = await holder.cycle(userName);
  const isAsked = ran.status !== undefined;
  return {
    holder: holder.id,
    fingerprint,
    status: null,
    userId: null,
    ...ran,
    userName: isAsked ? userName : null,
  };
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
  readonly scimUrl: string;
}): readonly TokenHolder[] {
  const entra = directory.principals.map((principal): TokenHolder => {
    const { id, displayName } = principal.seed;
    const held = (key: string) => valueOf(principal.credentials, key);
    const save = (changes: readonly Credential[]) => {
      principal.credentials = merged(principal.credentials, changes);
    };
    return {
      id: `entra/${id}`,
      holding() {
        const token = held("SecretToken");
        return {
          holder: this.id,
          name: displayName,
          fingerprint: token === undefined ? null : fingerprint(token),
          baseUrl: held("BaseAddress") ?? null,
          status: principal.jobs[0]?.status.code ?? "no job",
        };
      },
      hold(token) {
        if (token !== null) save([{ key: "BaseAddress", value: held("BaseAddress") ?? scimUrl }]);
        save([{ key: "SecretToken", value: token ?? "" }]);
      },
      settings: {
        shown: () =>
          Object.fromEntries(
            principal.credentials
              .filter(({ key }) => !isSecret(key))
              .map(({ key, value }) => [key, value]),
          ),
        change: (change) =>
          save(Object.entries(change).map(([key, value]) => ({ key, value: value ?? "" }))),
      },
      cycle: (userName) => runEntraCycle(directory, entraScim, id, userName),
    };
  });
  const okta = organization.apps.map((app): TokenHolder => {
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
        app.credentials = token === null ? undefined : { baseUrl: scimUrl, token };
        if (connectionsApi) app.connection = token === null ? "UNKNOWN" : "ENABLED";
      },
      cycle: (userName) => runOktaCycle(organization, id, userName),
    };
  });
  const other: TokenHolder = {
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
      otherIdp.credentials = token === null ? undefined : { baseUrl: scimUrl, token };
    },
    cycle: (userName) => otherIdp.runCycle(userName),
  };
  return [...entra, ...okta, other];
}
