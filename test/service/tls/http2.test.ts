import { type ClientHttp2Session, connect, constants, type SecureClientSessionOptions } from "node:http2";
import { describe, expect, onTestFinished, test } from "vitest";
import { Service, type ServiceOptions } from "../../../src/service/index.js";
import { certificates, pem } from "../../certificates.js";
import { ControlledCollector, EndlessGatherer, registryOf, until } from "../serving.js";
import { clientOf, collectReports, handshake, scrapeTls, selfMetric, startTls, TlsFiles } from "./tls-files.js";

const ca = pem(certificates.authority.cert);

/** Starts a service with HTTP/2. */
function startHttp2(options: ServiceOptions = {}): Promise<Service> {
  const tls = { ...new TlsFiles().options, http2: true };
  return new Service({ registry: registryOf(1), ...options }).start({ host: "127.0.0.1", tls });
}

/** Begins a session, which is destroyed after the test. */
async function sessionOf(service: Service, options: SecureClientSessionOptions = {}): Promise<ClientHttp2Session> {
  const session = connect(service.url, { ca, ...options });
  onTestFinished(() => session.destroy());
  session.on("error", () => {});
  await new Promise((resolve, reject) => session.once("connect", resolve).once("error", reject));
  return session;
}

interface Http2Answer {
  readonly status: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Sends a request and returns the response. */
function get(session: ClientHttp2Session, path: string, headers: Record<string, string> = {}): Promise<Http2Answer> {
  const stream = session.request({ ":path": path, ...headers });
  return new Promise((resolve, reject) => {
    let response: Record<string, unknown> = {};
    let body = "";
    stream.setEncoding("utf8");
    stream.on("response", (received) => {
      response = received;
    });
    stream.on("data", (chunk: string) => {
      body += chunk;
    });
    stream.on("error", reject);
    stream.on("close", () => resolve({ status: response[":status"], headers: response, body }));
  });
}

/** Returns the number of connections that a service has closed for a reason, read over HTTP/1.1. */
function closedBy(service: Service, reason: string): Promise<number> {
  return selfMetric(service, `narthex_service_closed_connections_total{reason="${reason}"}`);
}

describe("a service with HTTP/2", () => {
  test("serves HTTP/2 to clients that choose it, and HTTP/1.1 to others", async () => {
    await using service = await startHttp2();
    const { status, headers, body } = await get(await sessionOf(service), "/metrics");
    expect([status, body.includes('events_total{n="0"} 0')]).toEqual([200, true]);
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    expect((await scrapeTls(service)).status).toBe(200);
  });

  test.each([
    [["h2", "http/1.1"], "h2"],
    [["http/1.1"], "http/1.1"],
    [[], false],
  ])("agrees with a client that offers %o on %s", async (ALPNProtocols, protocol) => {
    await using service = await startHttp2();
    const socket = await handshake(service, { ALPNProtocols });
    expect(socket.alpnProtocol).toBe(protocol);
    socket.destroy();
  });

  test("serves only HTTP/1.1 without the option", async () => {
    await using service = await startTls(new TlsFiles().options);
    const socket = await handshake(service, { ALPNProtocols: ["h2", "http/1.1"] });
    expect(socket.alpnProtocol).toBe("http/1.1");
    socket.destroy();
  });

  test("has the same pages, status codes and compression", async () => {
    await using service = await startHttp2({ guard: { headers: { "X-Frame-Options": "deny" } } });
    const session = await sessionOf(service);
    const statuses = ["/", "/-/healthy", "/robots.txt", "/nowhere", "/metrics?debug=nonsense"].map((path) =>
      get(session, path),
    );
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 200, 200, 404, 400]);
    expect((await get(session, "/metrics", { ":method": "POST" })).status).toBe(405);
    expect((await get(session, "/metrics", { expect: "100-continue" })).status).toBe(200);
    const { headers } = await get(session, "/metrics", { "accept-encoding": "gzip" });
    expect([headers["content-encoding"], headers["x-frame-options"]]).toEqual(["gzip", "deny"]);
  });

  test("has the guard of the service", async () => {
    await using service = await startHttp2({ guard: { bearerTokens: ["0123456789abcdef0123456789abcdef"] } });
    const session = await sessionOf(service);
    expect((await get(session, "/metrics")).status).toBe(401);
    const authorization = "Bearer 0123456789abcdef0123456789abcdef";
    expect((await get(session, "/metrics", { authorization })).status).toBe(200);
  });

  test("refuses clients by their certificates", async () => {
    using collected = collectReports();
    const { authority, client, otherClient } = certificates;
    await using service = await startTls({ ...new TlsFiles().options, clientCaFile: authority.cert, http2: true });
    expect((await get(await sessionOf(service, clientOf(client)), "/metrics")).status).toBe(200);
    const refused = sessionOf(service, clientOf(otherClient)).then((session) => get(session, "/metrics"));
    const outcome = await refused.then(({ status }) => status).catch(() => undefined);
    expect(outcome).toBeUndefined();
    await until(() => collected.reports.length > 0);
    expect(collected.reports[0]?.code).toBe("NARTHEX_HANDSHAKE_FAILED");
  });

  test("uses a new certificate for the next session", async () => {
    const files = new TlsFiles();
    await using service = await startTls({ ...files.options, http2: true });
    const before = await sessionOf(service);
    files.install(certificates.renewedServer);
    const socket = await handshake(service, { ALPNProtocols: ["h2"] });
    expect(socket.getPeerX509Certificate()?.subject).toBe("CN=renewed-server");
    socket.destroy();
    expect((await get(before, "/metrics")).status).toBe(200);
  });
});

describe("a service with HTTP/2 that stops", () => {
  test("closes idle sessions immediately", async () => {
    const service = await startHttp2();
    const session = await sessionOf(service);
    await get(session, "/metrics");
    const end = new Promise((resolve) => session.once("close", resolve));
    await service.stop({ graceSeconds: 60 });
    await end;
  });

  test("finishes running scrapes", async () => {
    const collector = new ControlledCollector();
    const registry = registryOf(1);
    registry.register(collector);
    const service = await startHttp2({ registry });
    const answer = get(await sessionOf(service), "/metrics");
    await until(() => collector.asked > 0);
    const stopped = service.stop({ graceSeconds: 60 });
    collector.answer();
    expect((await answer).body).toContain("controlled 1");
    await stopped;
  });

  test("ends sessions after the grace period", async () => {
    const collector = new ControlledCollector();
    const registry = registryOf(1);
    registry.register(collector);
    const service = await startHttp2({ registry });
    const answer = get(await sessionOf(service), "/metrics")
      .then(({ status }) => status)
      .catch(() => "error");
    await until(() => collector.asked > 0);
    await service.stop({ graceSeconds: 0 });
    expect(await answer).not.toBe(200);
    collector.answer();
  });
});

describe("a client with HTTP/2", () => {
  test("that aborts scrapes leaves no gathers behind", async () => {
    const gatherer = new EndlessGatherer();
    await using service = await startHttp2({ registry: gatherer });
    const session = await sessionOf(service);
    for (let n = 1; n <= 10; n++) {
      const stream = session.request({ ":path": "/metrics" });
      stream.on("error", () => {});
      await new Promise((resolve) => stream.once("data", resolve));
      stream.close(constants.NGHTTP2_CANCEL);
      await until(() => gatherer.disposed === gatherer.begun);
    }
    expect(gatherer.begun).toBeGreaterThan(0);
  });

  test("that reads nothing does not fill the memory, and is disconnected in time", async () => {
    const gatherer = new EndlessGatherer();
    await using service = await startHttp2({ registry: gatherer, limits: { sendTimeoutSeconds: 0.3 } });
    const stream = (await sessionOf(service)).request({ ":path": "/metrics" });
    stream.on("error", () => {});
    await new Promise((resolve) => stream.once("response", resolve));
    await until(() => gatherer.disposed === gatherer.begun);
    expect(gatherer.read).toBeLessThan(200_000);
    stream.destroy();
  });

  test("that sends no request is disconnected, although it sends pings", async () => {
    await using service = await startHttp2({ limits: { headersTimeoutSeconds: 0.2 } });
    const session = await sessionOf(service);
    let isOpen = true;
    const end = new Promise<void>((resolve) => session.once("close", resolve)).then(() => {
      isOpen = false;
    });
    while (isOpen) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!session.destroyed) session.ping(() => {});
    }
    await end;
    expect(await closedBy(service, "idle")).toBe(1);
  });

  test("that is idle after a request is disconnected", async () => {
    await using service = await startHttp2({ limits: { idleTimeoutSeconds: 0.1, headersTimeoutSeconds: 0.2 } });
    const session = await sessionOf(service);
    const end = new Promise((resolve) => session.once("close", resolve));
    expect((await get(session, "/metrics")).status).toBe(200);
    await end;
    expect(await closedBy(service, "idle")).toBe(1);
  });

  test("that resets hundreds of streams at once is disconnected and counted", async () => {
    const collector = new ControlledCollector();
    const registry = registryOf(1);
    registry.register(collector);
    await using service = await startHttp2({ registry });
    const session = await sessionOf(service);
    const end = new Promise((resolve) => session.once("close", resolve));
    for (let batch = 0; batch < 5 && !session.destroyed; batch++) {
      const streams = Array.from({ length: 40 }, () => session.request({ ":path": "/metrics" }));
      for (const stream of streams) stream.on("error", () => {});
      await until(() => collector.asked > 0);
      for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
    }
    await end;
    let isRead = false;
    const count = closedBy(service, "requests").finally(() => {
      isRead = true;
    });
    await until(() => {
      collector.answer();
      return isRead;
    });
    expect(await count).toBe(1);
  });

  test("that breaks the protocol is disconnected and counted", async () => {
    await using service = await startHttp2();
    const socket = await handshake(service, { ALPNProtocols: ["h2"] });
    const end = new Promise((resolve) => socket.on("error", () => {}).once("close", resolve));
    socket.resume();
    socket.write("GET / HTTP/1.1\r\n\r\n this is not HTTP/2 at all");
    await end;
    await until(
      async () => (await selfMetric(service, 'narthex_service_refused_requests_total{reason="malformed"}')) === 1,
    );
  });

  test.each([
    ["PING", Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])],
    ["SETTINGS", Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])],
  ])("that floods the service with %s and reads no answer is disconnected and counted", async (_, frame) => {
    await using service = await startHttp2({ limits: { headersTimeoutSeconds: 0.5 } });
    const socket = await handshake(service, { ALPNProtocols: ["h2"] });
    socket.on("error", () => {});
    socket.pause();
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    socket.write(Buffer.concat([Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), settings]));
    const frames = Buffer.concat(Array.from({ length: 1000 }, () => frame));
    for (let n = 0; n < 1000; n++) socket.write(frames);
    // Node.js either detects the flood, or reads no further frames, so that the session is idle.
    const malformed = 'narthex_service_refused_requests_total{reason="malformed"}';
    await until(async () => (await selfMetric(service, malformed)) + (await closedBy(service, "idle")) > 0);
    socket.destroy();
  });

  test("that sends long headers gets no response", async () => {
    await using service = await startHttp2();
    const session = await sessionOf(service);
    await get(session, "/-/healthy");
    const long = { "x-long": "x".repeat(20_000) };
    const outcome = await get(session, "/metrics", long)
      .then(({ status }) => status)
      .catch(() => "reset");
    expect(outcome).not.toBe(200);
    expect((await scrapeTls(service)).status).toBe(200);
  });
});
