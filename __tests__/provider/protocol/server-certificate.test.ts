import { X509Certificate, createPrivateKey } from "node:crypto";
import { makeServerCertificate } from "../../../provider/protocol/server-certificate";

const DAY_MS = 24 * 60 * 60 * 1000;

test("the certificate is for localhost, signed by itself, and an authority", () => {
  const certificate = new X509Certificate(makeServerCertificate().der);
  expect(certificate.subject).toBe("CN=localhost");
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
});

test("the certificate serves servers and clients, as go-plugin's own does", () => {
  const { keyUsage } = new X509Certificate(makeServerCertificate().der);
  expect(keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
});

test("the certificate is valid a minute ago already, and for a week", () => {
  const now = Date.UTC(2031, 4, 6, 7, 8, 9);
  const { validFrom, validTo } = new X509Certificate(makeServerCertificate(now).der);
  expect(Date.parse(validFrom)).toBe(now - 60_000);
  expect(Date.parse(validTo)).toBe(now + 7 * DAY_MS);
});

test("the private key belongs to the certificate", () => {
  const { certificatePem, privateKeyPem } = makeServerCertificate();
  expect(certificatePem).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
  expect(new X509Certificate(certificatePem).toString().trim()).toBe(certificatePem.trim());
  expect(new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(
    true,
  );
});

test("every certificate has another serial number, always positive", () => {
  const serials = Array.from(
    { length: 20 },
    () => new X509Certificate(makeServerCertificate().der).serialNumber,
  );
  expect(new Set(serials).size).toBe(20);
  for (const serial of serials) expect(Number.parseInt(serial.slice(0, 2), 16)).toBeLessThan(0x80);
});
