import nodeTls from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { Service } from "../../../src/service/index.js";
import { certificates, pem } from "../../certificates.js";
import { ask } from "../../web-client.js";
import { registryOf } from "../serving.js";

const ca = () => pem(certificates.authority.cert);
/** Allows the ciphers that versions before TLS 1.2 need. */
const weakCiphers = { ciphers: "DEFAULT:@SECLEVEL=0" };

const { DEFAULT_MIN_VERSION } = nodeTls;
afterEach(() => {
  nodeTls.DEFAULT_MIN_VERSION = DEFAULT_MIN_VERSION;
});

/** Returns the version that a service and a client of versions up to a maximum agree on. */
function versionOf(service: Service, maxVersion: nodeTls.SecureVersion): Promise<string | null> {
  const port = Number(new URL(service.url).port);
  return new Promise((resolve, reject) => {
    const versions = { minVersion: "TLSv1" as const, maxVersion };
    const socket = nodeTls.connect({ host: "127.0.0.1", port, ca: ca(), ...versions, ...weakCiphers }, () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

describe("a service with TLS", () => {
  const tls = () => ({ key: pem(certificates.server.key), cert: pem(certificates.server.cert) });

  test("serves HTTPS", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: tls() });
    expect(service.metricsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const { status, body } = await ask(service.metricsUrl, { ca: ca() });
    expect([status, body.toString().includes('events_total{n="0"} 0')]).toEqual([200, true]);
  });

  test.each([
    ["with the default of Node.js", "TLSv1.2", {}],
    ["even if a flag of Node.js lowers the default", "TLSv1", {}],
    ["even if a flag lowers the default and minVersion is undefined", "TLSv1", { minVersion: undefined }],
  ] as const)("rejects versions before TLS 1.2, %s", async (_, nodeMinimum, options) => {
    nodeTls.DEFAULT_MIN_VERSION = nodeMinimum;
    const service = new Service({ registry: registryOf(1) });
    await using running = await service.start({ host: "127.0.0.1", tls: { ...tls(), ...weakCiphers, ...options } });
    expect(await versionOf(running, "TLSv1.2")).toBe("TLSv1.2");
    await expect(versionOf(running, "TLSv1.1")).rejects.toThrow();
  });

  test("can be restricted to TLS 1.3", async () => {
    const options = { ...tls(), minVersion: "TLSv1.3" as const };
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: options });
    expect(await versionOf(service, "TLSv1.3")).toBe("TLSv1.3");
    await expect(versionOf(service, "TLSv1.2")).rejects.toThrow();
  });

  test("requests client certificates if configured", async () => {
    const options = { ...tls(), ca: ca(), requestCert: true, rejectUnauthorized: true };
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: options });
    await expect(ask(service.metricsUrl, { ca: ca() })).rejects.toThrow();
    const client = { key: pem(certificates.client.key), cert: pem(certificates.client.cert) };
    expect((await ask(service.metricsUrl, { ca: ca(), ...client })).status).toBe(200);
  });

  test("survives a client without TLS", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: tls() });
    await expect(ask(service.metricsUrl.replace("https", "http"))).rejects.toThrow();
    expect((await ask(service.metricsUrl, { ca: ca() })).status).toBe(200);
  });

  test("stops even if a client never finishes its handshake", async () => {
    const service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: tls() });
    const { connect } = await import("node:net");
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await new Promise((resolve) => socket.once("connect", resolve));
    await ask(service.metricsUrl, { ca: ca() });
    await service.stop({ graceSeconds: 60 });
    await closed;
  });

  test("rejects an invalid key", async () => {
    await expect(new Service().start({ host: "127.0.0.1", tls: { key: "k", cert: "c" } })).rejects.toThrow(/PEM/i);
  });
});
