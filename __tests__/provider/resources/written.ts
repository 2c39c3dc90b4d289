/** Configurations of the three bindings, with nothing set that need not be. */
import type { Configured } from "../../../provider/framework/schema";
import type {
  commandBindingFields,
  entraBindingFields,
  oktaBindingFields,
} from "../../../provider/resources/binding.schema";

const common = {
  fingerprint: null,
  token_wo: null,
  old_token_last_valid_at: null,
  proven_at: null,
  untestable: null,
  status: null,
  evidence: null,
  notes: null,
  verified_at: null,
  evidence_since: null,
  gap_seconds: null,
  gap_seconds_at_least: null,
};

export function anEntraBinding(
  set: Partial<Configured<typeof entraBindingFields>>,
): Configured<typeof entraBindingFields> {
  return {
    service_principal_id: "",
    entra: null,
    job_id: null,
    through: null,
    base_address: null,
    tenant_url: null,
    hidden_settings: null,
    ...common,
    ...set,
  };
}

export function anOktaBinding(
  set: Partial<Configured<typeof oktaBindingFields>>,
): Configured<typeof oktaBindingFields> {
  return {
    app_id: "",
    okta: null,
    through: null,
    confirmed: null,
    base_url: null,
    ...common,
    ...set,
  };
}

export function aCommandBinding(
  set: Partial<Configured<typeof commandBindingFields>>,
): Configured<typeof commandBindingFields> {
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
