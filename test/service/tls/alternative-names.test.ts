import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { alternativeNamesOf, canonicalName } from "../../../src/service/tls/alternative-names.js";
import { certificates, pem } from "../../certificates.js";

test("a certificate has DNS names, email addresses, IP addresses and URIs", () => {
  const certificate = new X509Certificate(pem(certificates.namedClient.cert));
  expect(alternativeNamesOf(certificate).sort()).toEqual([
    "192.0.2.7",
    "2001:db8::7",
    "ops@prometheus.example",
    "prometheus.example",
    "spiffe://example/prometheus",
  ]);
});

test("a certificate without alternative names has none", () => {
  expect(alternativeNamesOf(new X509Certificate(pem(certificates.client.cert)))).toEqual([]);
});

test.each([
  ['DNS:"a, DNS:b"', ["a, DNS:b"]],
  ['URI:"http://x/\\", DNS:b", DNS:c', ['http://x/", DNS:b', "c"]],
  ["DirName:CN = a, DNS:b", ["b"]],
  ['DirName:"CN = x, DNS:b"', []],
  ["othername:<unsupported>, email:a@b", ["a@b"]],
  ["URI:spiffe://a/b:c, IP Address:2001:DB8:0:0:0:0:0:7", ["spiffe://a/b:c", "2001:db8::7"]],
  ["", []],
])("a name cannot imitate another entry: %s", (subjectAltName, names) => {
  expect(alternativeNamesOf({ subjectAltName })).toEqual(names);
});

test.each([
  ["2001:DB8:0:0:0:0:0:7", "2001:db8::7"],
  ["192.0.2.7", "192.0.2.7"],
  ["Example.COM", "Example.COM"],
])("the canonical form of %s is %s", (name, canonical) => {
  expect(canonicalName(name)).toBe(canonical);
});
