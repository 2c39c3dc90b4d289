import { handshakeLine, readGreeting } from "../../../provider/protocol/handshake";
import { makeServerCertificate } from "../../../provider/protocol/server-certificate";

const { certificatePem, der } = makeServerCertificate();
const greeting = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "5,6",
  PLUGIN_CLIENT_CERT: certificatePem,
};

test("Terraform's greeting names the one client that may connect", () => {
  expect(readGreeting(greeting).clientCertificate.raw).toEqual(der);
});

test("the socket goes where Terraform wants it", () => {
  expect(readGreeting(greeting).socketFolder).toBeUndefined();
  const placed = { ...greeting, PLUGIN_UNIX_SOCKET_DIR: "/run/plugins" };
  expect(readGreeting(placed).socketFolder).toBe("/run/plugins");
});

test("a start by hand is told what this program is", () => {
  expect(() => readGreeting({ ...greeting, TF_PLUGIN_MAGIC_COOKIE: undefined })).toThrow(
    /is a Terraform provider\. Terraform starts it/,
  );
});

test("a Terraform that does not speak protocol 6 is told which one does", () => {
  const old = { ...greeting, PLUGIN_PROTOCOL_VERSIONS: "4,5" };
  expect(() => readGreeting(old)).toThrow(/offers 4,5\. Use Terraform 1\.11 or newer/);
});

test("without a client certificate nobody may connect, so nothing is started", () => {
  expect(() => readGreeting({ ...greeting, PLUGIN_CLIENT_CERT: "" })).toThrow(/PLUGIN_CLIENT_CERT/);
  expect(() => readGreeting({ ...greeting, PLUGIN_CLIENT_CERT: "x" })).toThrow(/PEM/);
});

test("the answer is one line: versions, socket, and the certificate without padding", () => {
  const certificates = [1, 2, 3].map((length) => Buffer.alloc(length, 0xff));
  expect(certificates.map((each) => handshakeLine("/tmp/s", each))).toEqual([
    "1|6|unix|/tmp/s|grpc|/w\n",
    "1|6|unix|/tmp/s|grpc|//8\n",
    "1|6|unix|/tmp/s|grpc|////\n",
  ]);
});
