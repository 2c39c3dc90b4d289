# What CI fetches for the tour with real packages: `terraform providers mirror`.
terraform {
  required_providers {
    azuread = {
      source  = "hashicorp/azuread"
      version = "~> 3.7"
    }
    okta = {
      source  = "okta/okta"
      version = "~> 6.5"
    }
    null = {
      source  = "hashicorp/null"
      version = "~> 3.2"
    }
  }
}
