/** Can a new token be put into an Okta app, and by whom? */
import type { Clients } from "./clients";
import type { Connection, OktaApp } from "./okta";
import {
  type Check,
  type Consumer,
  type Finding,
  findingOf,
  type Holders,
  nameOf,
} from "./preflight-finding";
import { VendorError } from "./vendor-error";

/** The apps whose token Okta's connections API takes, by Okta's documentation. */
const TAKES_TOKEN = ["okta_org2org", "zscalerbyz"];

export async function checkOkta(
  consumer: Consumer,
  clients: Clients,
  signal: AbortSignal,
): Promise<Check> {
  const okta = clients.okta(consumer.provider);
  const key = `okta/${consumer.id}`;
  try {
    const app = await okta.app(consumer.id, signal);
    const byPerson = consumer.entered_by === "person";
    const connection = byPerson ? undefined : await okta.connection(consumer.id, signal);
    return { findings: findings(app, connection), madeFrom: app.name };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { findings: [findingOf(key, error)] };
  }

  function findings(app: OktaApp, connection: Connection | undefined): Finding[] {
    const found: Finding[] = [];
    const name = `Okta app ${nameOf(consumer)}`;
    if (app.status !== "ACTIVE") {
      found.push({
        severity: "error",
        consumer: key,
        message: `${name} is ${app.status}, so it does not provision`,
        todo: "Activate it in Okta, or release its binding",
      });
    }
    // Of an app that takes a token, UNKNOWN may just mean that none was ever saved.
    if (connection?.authScheme === "UNKNOWN" && !TAKES_TOKEN.includes(app.name)) {
      found.push({
        severity: "error",
        consumer: key,
        message: `${name}: Okta answers UNKNOWN for its connection, so Okta's API does not take a token for this kind of app (${app.name})`,
        todo: 'A person has to enter the token in the Admin Console: set enteredBy: "person"',
      });
    }
    return found;
  }
}

export const oktaHolders: Holders = async (clients, provider, name, signal) => {
  const apps = await clients.okta(provider).appsNamed(name, signal);
  return apps
    .filter(({ status }) => status === "ACTIVE")
    .map(({ id, label }) => ({ id, name: label }));
};
