/**
 * Who vouches for a workload that signs in without a secret: GitHub Actions, Azure DevOps and a cluster
 * give it a token that Entra trusts, and the metadata service of a virtual machine an access token.
 */
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { z } from "zod";
import { isExpired, isSignedBy, type Jwt, makeJwt } from "../jwt";
import { credentialOf } from "../redaction";
import type { Server } from "../server";
import { graphError } from "./errors";

export const GITHUB_PATH = "/github/idtoken";
export const AZURE_DEVOPS_PATH = "/azure-devops/oidctoken";
export const METADATA_PATH = "/metadata/identity/oauth2/token";

/** What Entra's federated credentials are for, unless somebody says otherwise. */
const AUDIENCE = "api://AzureADTokenExchange";
const DAY_SECONDS = 86_400;

/** What Entra is told to trust: issuer and subject of each federated credential. */
const FEDERATED = {
  github: {
    iss: "https://token.actions.githubusercontent.com",
    sub: "repo:acme/druva-scim:environment:druva-scim",
  },
  azureDevOps: {
    iss: "https://vstoken.dev.azure.com/00000000-0000-0000-0000-00000000ad00",
    sub: "sc://acme/druva-scim/entra",
  },
  cluster: {
    iss: "https://oidc.cluster.example",
    sub: "system:serviceaccount:druva-scim:rotation",
  },
} as const;

export class WorkloadIdentities {
  /** With which a workflow's job asks for its token. */
  readonly requestToken = randomBytes(24).toString("base64url");
  readonly serviceConnectionId = "00000000-0000-0000-0000-00000000ad01";
  /** One for all issuers. */
  readonly #key: KeyObject;
  readonly #publicKey: KeyObject;

  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  /** As a cluster writes it into a pod's file. */
  clusterToken(): string {
    return this.#token("cluster", AUDIENCE);
  }

  trusts(jwt: Jwt): boolean {
    const { iss, sub, aud } = jwt.claims;
    const isKnown = Object.values(FEDERATED).some((each) => each.iss === iss && each.sub === sub);
    return isKnown && aud === AUDIENCE && isSignedBy(jwt, this.#publicKey) && !isExpired(jwt);
  }

  /** `accessToken`: one for that resource, as Entra gives it. */
  serve(server: Server, accessToken: (resource: string) => string): void {
    server.get(GITHUB_PATH, async ({ headers, query }) => {
      this.#requireJob(headers.authorization);
      const { audience } = z.object({ audience: z.string().default("acme") }).parse(query);
      return { value: this.#token("github", audience) };
    });
    server.post(AZURE_DEVOPS_PATH, async ({ headers, query }) => {
      this.#requireJob(headers.authorization);
      const wanted = z.object({
        "api-version": z.string(),
        serviceConnectionId: z.literal(this.serviceConnectionId),
      });
      if (!wanted.safeParse(query).success) throw graphError(404, "No such service connection.");
      return { oidcToken: this.#token("azureDevOps", AUDIENCE) };
    });
    server.get(METADATA_PATH, async ({ headers, query }) => {
      const wanted = z.object({ "api-version": z.literal("2018-02-01"), resource: z.url() });
      const read = wanted.safeParse(query);
      if (headers["metadata"] !== "true" || !read.success)
        throw graphError(400, "Required metadata header not specified, or a bad query.");
      const { resource } = read.data;
      return {
        access_token: accessToken(resource),
        expires_in: "3599", // a text, as the service has it
        expires_on: String(Math.floor(Date.now() / 1000) + 3599),
        resource,
        token_type: "Bearer",
      };
    });
  }

  #requireJob(authorization: string | undefined): void {
    if (credentialOf(authorization, "Bearer") !== this.requestToken)
      throw graphError(401, "The job's token is missing or wrong.");
  }

  #token(issuer: keyof typeof FEDERATED, aud: string): string {
    const now = Math.floor(Date.now() / 1000);
    return makeJwt({ ...FEDERATED[issuer], aud, iat: now, exp: now + DAY_SECONDS }, this.#key);
  }
}
