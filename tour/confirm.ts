/** The reviewed line by which a person says: I have entered this token and tested it. */
import { isMap, isSeq } from "yaml";
import { OKTA_PERSON, PERSONS_APP, TENANT } from "./acme";
import type { RepositoryOnSandbox } from "./repository-on-sandbox";

/** Writes `confirmed:` with the fingerprint of what the app holds. */
export async function confirmPersonsApp(repository: RepositoryOnSandbox): Promise<void> {
  const { fingerprint } = await repository.sandbox.control.holding(OKTA_PERSON);
  await repository.configure((config) => {
    const apps = config.getIn(["tenants", TENANT, "bindings", "okta"]);
    const app = isSeq(apps)
      ? apps.items.find((each) => isMap(each) && each.get("id") === PERSONS_APP)
      : undefined;
    if (!isMap(app)) throw new Error(`druva-scim.yaml has no Okta binding "${PERSONS_APP}".`);
    app.set("confirmed", fingerprint);
  });
}
