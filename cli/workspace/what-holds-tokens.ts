/** Lines of .gitignore, and of each a file that it should keep out. */
export const WHAT_HOLDS_TOKENS = {
  "cdktf.out/": "cdktf.out/stacks/a/plan",
  "*.tfstate": "terraform.tfstate",
  "*.tfstate.*": "terraform.tfstate.backup",
  "*.tfplan": "a.tfplan",
  ".terraform/": ".terraform/a",
} as const;
