/** All servers of one sandbox over one clock, one journal and one list of faults. */
import type { Certificates } from "./certificates";
import type { SandboxClock } from "./clock";
import { controlError, serveControl } from "./control/api";
import type { SandboxHost, World } from "./control/types";
import { serveConsole } from "./druva/console";
import { scimError } from "./druva/errors";
import { serveScim } from "./druva/scim";
import { DruvaTokens } from "./druva/tokens";
import { DruvaUsers } from "./druva/users";
import { Directory } from "./entra/directory";
import { serveEntra } from "./entra/entra";
import { graphError } from "./entra/errors";
import { SignIn } from "./entra/sign-in";
import { Faults } from "./faults";
import { makeHolders } from "./holders";
import { RequestJournal } from "./journal";
import { oktaError } from "./okta/errors";
import { serveOkta } from "./okta/okta";
import { Organization } from "./okta/organization";
import { OktaSignIn } from "./okta/sign-in";
import { OtherIdp, otherIdpError } from "./other-idp/other-idp";
import { ScimClient } from "./scim-client";
import { ENTRA_DIALECT, OKTA_DIALECT, PLAIN_DIALECT, type ScimDialect } from "./scim-dialects";
import { ENTRA_HOSTS, OKTA_HOST, SCIM_PATH } from "./seed";
import { listen, makeServer, type VendorServerOptions } from "./server";
import { Unkindness } from "./unkindness";

export interface Servers {
  readonly addresses: Readonly<Record<"druva" | "entra" | "okta" | "otherIdp" | "control", string>>;
  readonly scimUrl: string;
  readonly signIns: { readonly entra: SignIn; readonly okta: OktaSignIn };
  /** What the proxy lets through: from `host:port` to a port on loopback. */
  readonly routes: readonly (readonly [string, number])[];
  stop(): Promise<void>;
}

export async function startServers({
  certificates,
  clock,
  world,
  unkind,
  furtherApplications,
}: {
  readonly certificates: Certificates;
  readonly clock: SandboxClock;
  readonly world: World;
  readonly unkind: boolean;
  readonly furtherApplications: number;
}): Promise<Servers> {
  const faults = new Faults();
  const journal = new RequestJournal();
  const unkindness = unkind ? new Unkindness() : undefined;
  const server = (host: SandboxHost, refuse: VendorServerOptions["refuse"]) =>
    makeServer({ certificates, refuse, observed: { host, clock, faults, journal, unkindness } });
  const client = (dialect: ScimDialect) => new ScimClient(dialect, certificates.ca);

  const druva = server("druva", scimError);
  const entra = server("entra", graphError);
  const okta = server("okta", oktaError);
  const other = server("other-idp", otherIdpError);
  const control = makeServer({ certificates, refuse: controlError });
  const clients = {
    entra: client(ENTRA_DIALECT),
    okta: client(OKTA_DIALECT),
    other: client(PLAIN_DIALECT),
  };

  const tokens = new DruvaTokens(clock);
  const users = new DruvaUsers(clock);
  serveScim(druva, { tokens, users, foreignUsers: new DruvaUsers(clock) });
  serveConsole(druva, tokens);
  // Druva listens first: its address stands in what Entra has saved from the start.
  const druvaAddress = await listen(druva);
  const scimUrl = `${druvaAddress}${SCIM_PATH}`;

  const directory = new Directory({ clock, scimUrl, world, further: furtherApplications });
  const signIn = new SignIn();
  const oktaSignIn = new OktaSignIn();
  const organization = new Organization(clock, clients.okta);
  const otherIdp = new OtherIdp(clients.other);

  serveEntra(entra, { directory, signIn, scim: clients.entra, unkind });
  serveOkta(okta, { organization, signIn: oktaSignIn, scimUrl });
  otherIdp.serve(other);
  const holders = makeHolders({
    directory,
    entraScim: clients.entra,
    organization,
    otherIdp,
    scimUrl,
  });
  serveControl(control, { clock, faults, journal, tokens, users, directory, holders });

  const addresses = {
    druva: druvaAddress,
    entra: await listen(entra),
    okta: await listen(okta),
    otherIdp: await listen(other),
    control: await listen(control),
  };
  const port = (address: string) => Number(new URL(address).port);
  return {
    addresses,
    scimUrl,
    signIns: { entra: signIn, okta: oktaSignIn },
    routes: [
      [`${OKTA_HOST}:443`, port(addresses.okta)],
      ...ENTRA_HOSTS.map((host) => [`${host}:443`, port(addresses.entra)] as const),
      ...Object.values(addresses).map((each) => [new URL(each).host, port(each)] as const),
    ],
    async stop() {
      await Promise.all([druva, entra, okta, other, control].map((each) => each.close()));
      await Promise.all(Object.values(clients).map((each) => each.close()));
    },
  };
}
