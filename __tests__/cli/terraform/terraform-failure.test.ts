import {
  adviceOn,
  decisiveWords,
  isBackendChanged,
} from "../../../cli/terraform/terraform-failure";

/** As Terraform 1.11.4 prints it where nothing answers at the registry's address. */
const LOCK = `
Error: Could not retrieve providers for locking

Terraform failed to fetch the requested providers for linux_amd64 in order to
calculate their checksums: some providers could not be installed:
- registry.terraform.io/hashicorp/azuread: could not connect to
registry.terraform.io: connection refused
- registry.terraform.io/hashicorp/null: could not connect to
registry.terraform.io: connection refused.
`;
const INIT = `Initializing the backend...
Initializing provider plugins...
- Finding latest version of hashicorp/null...

╷
│ Error: Failed to query available provider packages
│ 
│ Could not retrieve the list of available versions for provider
│ hashicorp/null: connection refused
│ 
│ To see which modules are currently depending on hashicorp/null and what
│ versions are specified, run the following command:
│     terraform providers
╵
╷
│ Error: Failed to query available provider packages
│ 
│ Could not retrieve the list of available versions for provider okta/okta:
│ connection refused
╵
`;

test("of a list of providers the first is told, and how many more there are", () => {
  expect(decisiveWords(LOCK)).toBe(
    "Could not retrieve providers for locking: Terraform failed to fetch the requested providers for linux_amd64 in order to calculate their checksums: some providers could not be installed: registry.terraform.io/hashicorp/azuread: could not connect to registry.terraform.io: connection refused (and 1 more like it).",
  );
});

test("of several errors the first is told, without its frame and its advice", () => {
  expect(decisiveWords(INIT)).toBe(
    "Failed to query available provider packages: Could not retrieve the list of available versions for provider hashicorp/null: connection refused (and 1 more like it).",
  );
});

test("an error of a single line is told as it is", () => {
  expect(decisiveWords("Error: Invalid backend configuration.\n")).toBe(
    "Invalid backend configuration.",
  );
});

test("where Terraform names no error, its last words are told", () => {
  expect(decisiveWords("one\n\ntwo\nthree\nfour\n")).toBe("two\nthree\nfour");
});

/** As Terraform 1.11.4's init prints them. */
const TOO_OLD = `Initializing the backend...

Error: Unsupported Terraform Core version

  on cdk.tf.json line 1, in terraform:
   1: {"terraform":{"required_version":">= 99.0"}}

This configuration does not support Terraform version 1.11.4. To proceed,
either choose another supported Terraform version or update this version
constraint. Version constraints are normally set for good reason, so updating
the constraint may lead to other errors or unexpected behavior.
`;
const WITHOUT_KEY_AND_REGION = `Initializing the backend...

Error: Missing Required Value

  on cdk.tf.json line 6, in terraform.backend.s3:
   6:       }

The attribute "key" is required by the backend.

Refer to the backend documentation for additional information which
attributes are required.

Error: Missing region value

  on cdk.tf.json line 6, in terraform.backend.s3:
   6:       }

The "region" attribute or the "AWS_REGION" or "AWS_DEFAULT_REGION"
environment variables must be set.
`;
const MISSPELT = `
Error: Extraneous JSON object property

  on cdk.tf.json line 5, in terraform.backend.s3:
   5:         "bucket": "states", "regoin": "eu-central-1", "key": "x"

No argument or block type is named "regoin". Did you mean "region"?
`;
const CHECKSUMS = `
Error: Failed to install provider

Error while installing hashicorp/null v3.3.0: the local package for
registry.terraform.io/hashicorp/null 3.3.0 doesn't match any of the checksums
previously recorded in the dependency lock file (this might be because the
available checksums are for packages targeting different platforms); for more
information:
https://developer.hashicorp.com/terraform/language/files/dependency-lock#checksum-verification
`;
const STALE = `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/null: locked provider registry.terraform.io/hashicorp/null 3.2.0
does not match configured version constraint 3.3.0; must use terraform init
-upgrade to allow selection of new versions

To see which modules are currently depending on hashicorp/null and what
versions are specified, run the following command:
    terraform providers
`;
/** As \`terraform providers lock\` prints it. */
const STALE_IN_LOCK = `
Error: Could not retrieve providers for locking

Terraform failed to fetch the requested providers for linux_amd64 in order to
calculate their checksums: some providers could not be installed:
- registry.terraform.io/hashicorp/null: locked provider
registry.terraform.io/hashicorp/null 3.2.0 does not match configured version
constraint 3.3.0; must use terraform init -upgrade to allow selection of new
versions.
`;

test("of an error in the configuration the cause is told, not the lines that are quoted", () => {
  expect(decisiveWords(TOO_OLD)).toMatch(
    /^Unsupported Terraform Core version: This configuration does not support Terraform version 1\.11\.4\./,
  );
});

test("errors of another kind are told each in a line of its own", () => {
  expect(decisiveWords(WITHOUT_KEY_AND_REGION).split("\n")).toEqual([
    'Missing Required Value: The attribute "key" is required by the backend.',
    'Missing region value: The "region" attribute or the "AWS_REGION" or "AWS_DEFAULT_REGION" environment variables must be set.',
  ]);
});

test("what was probably meant is told", () => {
  expect(decisiveWords(MISSPELT)).toBe(
    'Extraneous JSON object property: No argument or block type is named "regoin". Did you mean "region"?',
  );
});

test("an error that Terraform prints twice is one", () => {
  expect(decisiveWords(MISSPELT + MISSPELT)).toBe(decisiveWords(MISSPELT));
});

const advice = (printed: string) =>
  adviceOn(decisiveWords(printed), { unreached: "unreached", otherwise: "otherwise" });

test("a missing package is told from what else can go wrong", () => {
  expect([LOCK, INIT].map(advice)).toEqual(["unreached", "unreached"]);
  expect(advice("Error refreshing state: AccessDenied")).toBe("otherwise");
  expect(advice(WITHOUT_KEY_AND_REGION)).toBe("otherwise");
});

test("a package whose checksum is not the locked one is no matter of the network: do not go on", () => {
  expect(advice(CHECKSUMS)).toMatch(/^Stop: .*druva-scim lock/);
});

test.each([STALE, STALE_IN_LOCK])("a lock file of other versions is to be made anew", (printed) => {
  expect(advice(printed)).toContain("druva-scim lock --upgrade");
});

test("another place for the state comes with what to do about it", () => {
  const changed = `
Error: Backend configuration changed

A change in the backend configuration has been detected, which may require
migrating existing state.
`;
  expect([changed, INIT].map(isBackendChanged)).toEqual([true, false]);
  const advice = adviceOn(decisiveWords(changed), { unreached: "", otherwise: "" });
  expect(advice).toContain("delete cdktf.out");
});
