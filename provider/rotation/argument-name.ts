/**
 * What people call an argument. The provider is configured in HCL names, and cannot know whether its
 * reader wrote them, or druva-scim.yaml or a construct, which have names of their own.
 */

/** "issuedOn (issued_on in HCL)"; one name where it is the same everywhere. A dot leads into an object. */
export function argumentName(nameInHcl: string): string {
  const name = nameInHcl.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return name === nameInHcl ? name : `${name} (${nameInHcl} in HCL)`;
}
