/** Names a tenant's stack, its folder in cdktf.out, its state and its committed lock file. */
export function stackName(tenant: string): string {
  return `druva-scim-${tenant}`;
}
