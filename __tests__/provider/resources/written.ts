/** Configurations of the three connection tests, with nothing set that need not be. */
import type { Config } from "../../../provider/framework/schema";
import type {
  commandConnectionTestFields,
  entraConnectionTestFields,
  oktaConnectionTestFields,
} from "../../../provider/resources/connection-test.fields";

const common = {
  fingerprint: null,
  token_wo: null,
  old_token_last_valid_at: null,
  proven_at: null,
  untestable: null,
  status: null,
  evidence: null,
  verified_at: null,
  evidence_since: null,
  gap_seconds: null,
  gap_seconds_at_least: null,
};

export function anEntraTest(
  set: Partial<Config<typeof entraConnectionTestFields>>,
): Config<typeof entraConnectionTestFields> {
  return {
    service_principal_id: "",
    entra: null,
    job_id: null,
    base_address: null,
    ...common,
    ...set,
  };
}

export function anOktaTest(
  set: Partial<Config<typeof oktaConnectionTestFields>>,
): Config<typeof oktaConnectionTestFields> {
  return {
    app_id: "",
    okta: null,
    entered_by: null,
    confirmed: null,
    base_url: null,
    ...common,
    ...set,
  };
}

export function aCommandTest(
  set: Partial<Config<typeof commandConnectionTestFields>>,
): Config<typeof commandConnectionTestFields> {
  return {
    name: "other-idp",
    bind_command: [],
    test_command: [],
    environment: null,
    deadline_seconds: null,
    base_url: null,
    ...common,
    ...set,
  };
}
