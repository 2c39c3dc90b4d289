import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fullAddress, writeLockFile } from "../../constructs/installation/lock-file";

const druva = {
  address: "terraform.local/druva-scim/druva",
  version: "0.1.0",
  constraints: "0.1.0",
};
const okta = {
  address: "registry.terraform.io/okta/okta",
  version: "6.12.0",
  constraints: "~> 6.5",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const random = "registry.terraform.io/hashicorp/random";

function written(
  committed?: string,
  required: readonly string[] | undefined = [druva.address, okta.address, random],
): string {
  const file = join(folder, "committed.hcl");
  if (committed !== undefined) writeFileSync(file, committed);
  writeLockFile(folder, { required, providers: [druva, okta] }, file);
  return readFileSync(join(folder, ".terraform.lock.hcl"), "utf8");
}

test("without a committed lock file every provider has an entry without hashes", () => {
  expect(written()).toBe(`provider "terraform.local/druva-scim/druva" {
  version     = "0.1.0"
  constraints = "0.1.0"
}

provider "registry.terraform.io/okta/okta" {
  version     = "6.12.0"
  constraints = "~> 6.5"
}
`);
});

test("a committed entry stands as it is, with its hashes; what it does not name is added", () => {
  const committed = `# made by terraform providers lock
provider "registry.terraform.io/okta/okta" {
  version     = "6.13.1"
  constraints = "~> 6.5"
  hashes = [
    "h1:AAAA=",
  ]
}
`;
  const text = written(committed);
  expect(text).toContain(committed);
  expect(text).toContain('provider "terraform.local/druva-scim/druva"');
  expect(text.match(/okta\/okta/g)).toHaveLength(1);
});

const entryOf = (address: string) =>
  `provider "${address}" {\n  version = "0.0.9"\n  hashes = [\n    "h1:AAAA=",\n  ]\n}\n`;

test("a committed entry that the stack does not require any more is left out", () => {
  const committed = `${entryOf(okta.address)}\n${entryOf(random)}`;
  expect(written(committed, [druva.address, okta.address])).not.toContain(random);
});

test("of a stack whose modules ask for more, every committed entry is kept", () => {
  const file = join(folder, "committed.hcl");
  writeFileSync(file, entryOf(random));
  writeLockFile(folder, { required: undefined, providers: [druva] }, file);
  expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toContain(random);
});

test("a committed entry of the provider in this package is dropped: its hash is of another build", () => {
  const text = written(`# ours\n\n${entryOf(druva.address)}\n${entryOf(random)}`);
  expect(text).toContain("# ours\n");
  expect(text).toContain(entryOf(random));
  expect(text.match(/druva-scim\/druva/g)).toHaveLength(1);
  expect(text).toContain('version     = "0.1.0"');
  expect(text.match(/h1:/g)).toHaveLength(1);
});

test("a provider that only a comment names has its entry all the same", () => {
  expect(written('# provider "registry.terraform.io/okta/okta" is not locked yet\n')).toContain(
    'version     = "6.12.0"',
  );
});

test.each([
  ["null", "terraform", "registry.terraform.io/hashicorp/null"],
  ["okta/okta", undefined, "registry.terraform.io/okta/okta"],
  ["okta/okta", "/usr/bin/tofu", "registry.opentofu.org/okta/okta"],
  ["terraform.local/druva-scim/druva", "tofu", "terraform.local/druva-scim/druva"],
])("%s for %s is %s", (source, binary, address) => {
  expect(fullAddress(source, binary)).toBe(address);
});
