/** Service principals as the real provider names them: `/servicePrincipals/<object id>`. */
import { ProviderError } from "../../../provider/framework/diagnostics";

/** The object id. Throws where the text is not such a path. */
export function principalIn(path: string, attribute: string): string {
  const [, id] = /^\/servicePrincipals\/([^/]+)$/.exec(path) ?? [];
  if (id === undefined)
    throw new ProviderError({
      summary: `Parsing \`${attribute}\``,
      detail: `Found ${JSON.stringify(path)}; expected "/servicePrincipals/<object id>", which is the data source's \`id\`.`,
      attribute: [attribute],
    });
  return id;
}

export const principalPath = (id: string): string => `/servicePrincipals/${id}`;

/** As it stands in the real provider's messages. */
export const principalName = (id: string): string =>
  `Service Principal (Service Principal: "${id}")`;
