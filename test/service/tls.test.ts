import { connect as connectTls } from "node:tls";
import { describe, expect, test } from "vitest";
import { Service } from "../../src/service/index.js";
import { certificates, pem } from "../certificates.js";
import { ask } from "../web-client.js";
import { registryOf } from "./serving.js";

describe("a service with TLS", () => {
  const tls = () => ({ key: pem(certificates.server.key), cert: pem(certificates.server.cert) });
  const ca = () => pem(certificates.authority.cert);

  test("serves HTTPS", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: tls() });
    expect(service.metricsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const { status, body } = await ask(service.metricsUrl, { ca: ca() });
    expect([status, body.toString().includes('events_total{n="0"} 0')]).toEqual([200, true]);
  });

  test("rejects versions before TLS 1.2", async () => {
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls: tls() });
    const port = Number(new URL(service.url).port);
    const versionFor = (maxVersion: "TLSv1.1" | "TLSv1.2"): Promise<string | null> =>
      new Promise((resolve, reject) => {
        const options = { host: "127.0.0.1", port, ca: ca(), minVersion: "TLSv1" as const, maxVersion };
        const socket = connectTls({ ...options, ciphers: "DEFAULT:@SECLEVEL=0" }, () => {
          resolve(socket.getProtocol());
          socket.destroy();
        });
        socket.on("error", reject);
      });
    expect(await versionFor("TLSv1.2")).toBe("TLSv1.2");
    await expect(versionFor("TLSv1.1")).rejects.toThrow();
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
