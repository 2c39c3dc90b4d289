/** Real Terraform takes packages from a registry: its protocol, its signatures, a company's proxy and authority. */
import { strToU8, zipSync } from "fflate";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:https";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMessage, generateKey, readPrivateKey, sign } from "openpgp";

import { makeCertificates } from "../../../sandbox/certificates";
import { startProxy } from "../../../sandbox/proxy";
import { fillMirror } from "../../../sandbox/terraform/mirror";
import { platform } from "../../../sandbox/terraform/packages";
import { downloadPackages } from "../../../sandbox/terraform/registry";

const HOST = "registry.terraform.io";
const [os = "", arch = ""] = platform().split("_");
/** What the registry has: of each, the newest that fits is wanted. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  "hashicorp/azuread": ["3.6.0", "3.9.1", "4.0.0"],
  "okta/okta": ["6.12.0"],
  "hashicorp/null": ["3.2.4"],
};

let folder: string;
let registry: Server;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "registry-"));
  const certificates = await makeCertificates([HOST]);
  writeFileSync(join(folder, "ca.pem"), certificates.ca);
  const answers = await answersOfARegistry();
  registry = createServer(
    { cert: certificates.certificate, key: certificates.key },
    (request, response) => {
      const body = answers.get(request.url ?? "");
      response.writeHead(body === undefined ? 404 : 200, {
        "content-type": typeof body === "string" ? "application/json" : "application/octet-stream",
      });
      response.end(body);
    },
  );
  await new Promise<void>((listening) => registry.listen(0, "127.0.0.1", listening));
  const { port } = registry.address() as AddressInfo;
  proxy = await startProxy(new Map([[`${HOST}:443`, port]]));
  environment = {
    PATH: process.env["PATH"],
    HOME: folder,
    HTTPS_PROXY: proxy.url,
    SSL_CERT_FILE: join(folder, "ca.pem"),
    CHECKPOINT_DISABLE: "1",
  };
});
afterAll(async () => {
  await proxy.stop();
  await new Promise((closed) => registry.close(closed));
  rmSync(folder, { recursive: true });
});

const scratch = () => mkdtempSync(join(folder, "scratch-"));

test("the newest packages that fit are downloaded, and the sandbox's mirror can be filled with them", async () => {
  const downloaded = await downloadPackages(scratch(), environment);
  const taken = await fillMirror(join(scratch(), "mirror"), scratch(), {
    providerMirror: downloaded,
    registry: false,
    standIns: join(folder, "none"),
  });
  expect(taken.map(({ name, version }) => `${name} ${version}`)).toEqual([
    "hashicorp/azuread 3.9.1",
    "okta/okta 6.12.0",
    "hashicorp/null 3.2.4",
  ]);
  expect(readdirSync(join(downloaded ?? "", HOST, "okta", "okta"))).toContain(
    `terraform-provider-okta_6.12.0_${platform()}.zip`,
  );
});

test("a registry that is not reached gives none", async () => {
  const alone = await startProxy(new Map());
  try {
    expect(
      await downloadPackages(scratch(), { ...environment, HTTPS_PROXY: alone.url }),
    ).toBeUndefined();
  } finally {
    await alone.stop();
  }
});

test("one that takes the connection and never answers is not waited for", async () => {
  const taken = new Set<Socket>();
  const silent = createTcpServer((socket) => taken.add(socket));
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  const { port } = silent.address() as AddressInfo;
  try {
    expect(
      await downloadPackages(
        scratch(),
        { ...environment, HTTPS_PROXY: `http://127.0.0.1:${port}` },
        1_000,
      ),
    ).toBeUndefined();
    expect(taken.size).toBe(1); // Terraform's own patience asks for each of the three
  } finally {
    for (const socket of taken) socket.destroy();
    await new Promise((closed) => silent.close(closed));
  }
});

/** By path: what developer.hashicorp.com/terraform/internals/provider-registry-protocol asks for. */
async function answersOfARegistry(): Promise<Map<string, string | Uint8Array>> {
  const { privateKey: armored, publicKey } = await generateKey({
    userIDs: [{ name: "A registry" }],
    format: "armored",
  });
  const key = await readPrivateKey({ armoredKey: armored });
  const answers = new Map<string, string | Uint8Array>([
    ["/.well-known/terraform.json", JSON.stringify({ "providers.v1": "/v1/providers/" })],
  ]);
  for (const [name, versions] of Object.entries(VERSIONS)) {
    answers.set(
      `/v1/providers/${name}/versions`,
      JSON.stringify({
        versions: versions.map((version) => ({
          version,
          protocols: ["5.0"],
          platforms: [{ os, arch }],
        })),
      }),
    );
    for (const version of versions) {
      const type = name.split("/")[1] ?? "";
      const base = `terraform-provider-${type}_${version}`;
      const file = `${base}_${platform()}.zip`;
      const packed = zipSync({ [`terraform-provider-${type}_v${version}`]: strToU8(name) });
      const sum = createHash("sha256").update(packed).digest("hex");
      const sums = `${sum}  ${file}\n`;
      // Its types name a package that comes with none of its releases.
      const signature = (await sign({
        message: await createMessage({ binary: strToU8(sums) }),
        signingKeys: key,
        detached: true,
        format: "binary",
      })) as Uint8Array;
      answers.set(`/${file}`, packed);
      answers.set(`/${base}_SHA256SUMS`, strToU8(sums));
      answers.set(`/${base}_SHA256SUMS.sig`, signature);
      answers.set(
        `/v1/providers/${name}/${version}/download/${os}/${arch}`,
        JSON.stringify({
          protocols: ["5.0"],
          os,
          arch,
          filename: file,
          download_url: `https://${HOST}/${file}`,
          shasums_url: `https://${HOST}/${base}_SHA256SUMS`,
          shasums_signature_url: `https://${HOST}/${base}_SHA256SUMS.sig`,
          shasum: sum,
          signing_keys: {
            gpg_public_keys: [
              { key_id: key.getKeyID().toHex().toUpperCase(), ascii_armor: publicKey },
            ],
          },
        }),
      );
    }
  }
  return answers;
}
