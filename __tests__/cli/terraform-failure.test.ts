import { decisiveWords, isAboutPackages } from "../../cli/terraform-failure";

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

test("a missing package is told from what else can go wrong", () => {
  expect([LOCK, INIT].map((text) => isAboutPackages(decisiveWords(text)))).toEqual([true, true]);
  expect(isAboutPackages("Error refreshing state: AccessDenied")).toBe(false);
});
