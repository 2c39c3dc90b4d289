# A Druva tenant's SCIM token and everything that holds it, for plain Terraform 1.11 or OpenTofu 1.11
# and newer. docs/hcl.md says where the provider comes from, and how to rotate.

terraform {
  required_version = ">= 1.11"
  required_providers {
    druva = {
      source  = "terraform.local/druva-scim/druva"
      version = "0.1.0"
    }
    azuread = { # for entra_through_azuread only; docs/hcl.md says what to delete to do without
      source  = "hashicorp/azuread"
      version = "~> 3.7"
    }
  }
  # The state holds the token: give it a backend that only you and your deploys can read.
}

# Both sign in with what the environment has: ARM_*, OKTA_*.
provider "druva" {}
provider "azuread" {}

# Everything that holds the token. The token's list and the bindings are both made from it, so that no
# application is in one and not in the other. The keys are the vendors' ids.
locals {
  # Entra enterprise applications, by object id: the druva provider writes the token beside the saved
  # settings.
  entra = {
    "00000000-0000-0000-0000-0000000000aa" = { name = "Druva Engineering" }
  }

  # The same, written by azuread_synchronization_secret.
  entra_through_azuread = {
    "00000000-0000-0000-0000-0000000000ab" = { name = "Druva Sales" }
  }

  # Okta apps. Okta's API refuses the token of "Druva 2.0" and most others of its catalogue: there a
  # person enters it. `confirmed` is the fingerprint that was entered and tested, where Okta's log
  # does not show it.
  okta = {
    "0oaDruvaApi"    = { name = "Druva by API", through = "druva", confirmed = null }
    "0oaDruvaPerson" = { name = "Druva 2.0", through = "person", confirmed = null }
  }

  # Anything else: one command of yours writes the token, another one tests it.
  command = {
    "other-idp" = {
      bind        = ["other-idp", "bind"]
      test        = ["other-idp", "test"]
      environment = ["OTHER_IDP_URL"]
    }
  }
}

resource "druva_scim_token" "acme" {
  tenant = "acme"
  begin  = "adopt" # manage the token in use: a person hands it over in DRUVA_SCIM_TOKEN_ACME
  # Set this to the day on which that token was generated. Its expiry is counted from it; without it
  # nothing warns before the token expires.
  # issued_on = "2026-02-01"

  policy = {
    lifetime_days      = 365
    rotate_before_days = 30 # from then on every plan warns
    mode               = "reviewed"
  }
  issuer = { kind = "handover" }

  # A reviewed change here is what rotates the token.
  # rotation_request = { generation = 2, reason = "it expires", date = "2027-01-04" }

  # With a handover this stops no apply: before you generate a token, read the plan's warnings
  # (docs/hcl.md).
  require_all_bound = true

  consumers = jsonencode(concat(
    [for id, app in local.entra : { kind = "entra", id = id, name = app.name }],
    [for id, app in local.entra_through_azuread : { kind = "entra", id = id, name = app.name, through = "azuread" }],
    [for id, app in local.okta : { kind = "okta", id = id, name = app.name, through = app.through }],
    [for name, place in local.command : {
      kind        = "command"
      id          = name
      bindCommand = place.bind
      testCommand = place.test
      environment = place.environment
    }],
  ))

  lifecycle {
    prevent_destroy = true
  }
}

resource "druva_entra_binding" "druva" {
  for_each = local.entra

  service_principal_id    = each.key
  base_address            = druva_scim_token.acme.scim_url
  fingerprint             = druva_scim_token.acme.fingerprint
  token_wo                = druva_scim_token.acme.token # not stored
  old_token_last_valid_at = druva_scim_token.acme.old_token_last_valid_at
  proven_at               = druva_scim_token.acme.proven_at
}

data "druva_entra_settings" "azuread" {
  for_each = local.entra_through_azuread

  service_principal_id = each.key
}

data "azuread_service_principal" "azuread" {
  for_each = local.entra_through_azuread

  object_id = each.key
}

resource "azuread_synchronization_secret" "azuread" {
  for_each = local.entra_through_azuread

  service_principal_id = data.azuread_service_principal.azuread[each.key].id

  # Everything that is saved, with the token in its place: azuread would drop what it is not given.
  dynamic "credential" {
    for_each = data.druva_entra_settings.azuread[each.key].credentials
    content {
      key   = credential.value.key
      value = credential.value.key == "SecretToken" ? druva_scim_token.acme.token : credential.value.value
    }
  }

  lifecycle {
    prevent_destroy = true # a destroy empties the application's credentials
  }
}

# Tests what azuread wrote.
resource "druva_entra_binding" "azuread" {
  for_each   = local.entra_through_azuread
  depends_on = [azuread_synchronization_secret.azuread]

  service_principal_id    = each.key
  through                 = "azuread"
  base_address            = druva_scim_token.acme.scim_url
  fingerprint             = druva_scim_token.acme.fingerprint
  token_wo                = druva_scim_token.acme.token
  old_token_last_valid_at = druva_scim_token.acme.old_token_last_valid_at
  proven_at               = druva_scim_token.acme.proven_at
}

resource "druva_okta_binding" "druva" {
  for_each = local.okta

  app_id                  = each.key
  through                 = each.value.through
  confirmed               = each.value.confirmed
  base_url                = druva_scim_token.acme.scim_url
  fingerprint             = druva_scim_token.acme.fingerprint
  token_wo                = druva_scim_token.acme.token
  old_token_last_valid_at = druva_scim_token.acme.old_token_last_valid_at
  proven_at               = druva_scim_token.acme.proven_at
}

# The test command comes first. If it ends with 10, the bind command gets the token.
resource "druva_command_binding" "druva" {
  for_each = local.command

  name                    = each.key
  bind_command            = each.value.bind
  test_command            = each.value.test
  environment             = each.value.environment
  base_url                = druva_scim_token.acme.scim_url
  fingerprint             = druva_scim_token.acme.fingerprint
  token_wo                = druva_scim_token.acme.token
  old_token_last_valid_at = druva_scim_token.acme.old_token_last_valid_at
  proven_at               = druva_scim_token.acme.proven_at
}

output "fingerprint" {
  value = druva_scim_token.acme.fingerprint
}

output "generation" {
  value = druva_scim_token.acme.generation
}
