/**
 * Terraform's CLI configuration for the sandbox: the stock providers come from its mirror, `druva` from
 * the folder that synth fills in the stack's own folder. Nothing is downloaded.
 */
export function cliConfiguration(mirror: string): string {
  return `disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["registry.terraform.io/*/*", "registry.opentofu.org/*/*"]
  }
  filesystem_mirror {
    # Relative to where terraform runs: the stack's folder.
    path    = "terraform.d/plugins"
    include = ["terraform.local/*/*"]
  }
}
`;
}
