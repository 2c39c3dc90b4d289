/** The environment that the tour's commands run in. */

/** What a person may have set for their own Terraform, tenants and trust: none of it reaches the sandbox. */
const LEFT_OUT =
  /^(TF_|ARM_|OKTA_|DRUVA_|CDKTF_|NODE_EXTRA_CA_CERTS$|NODE_OPTIONS$|SSL_CERT_|(HTTPS?|ALL|NO)_PROXY$)/i;

export function environmentOf(
  own: NodeJS.ProcessEnv,
  sandbox: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !LEFT_OUT.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...sandbox };
}
