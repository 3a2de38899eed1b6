import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { TLSSocket } from "node:tls";
import { describe, expect, test } from "vitest";
import { certificates, pem } from "../../certificates.js";
import { scrape } from "../serving.js";
import { clientOf, collectReports, handshake, nameOf, scrapeTls, selfMetric, startTls, TlsFiles } from "./tls-files.js";

const reloads = (result: string) => `narthex_service_reloads_total{file="tls",result="${result}"}`;

/** Sends a request over a connection, and returns the status line. */
async function request(socket: TLSSocket): Promise<string> {
  const answered = new Promise<string>((resolve, reject) => {
    socket.once("data", (data: Buffer) => resolve(data.toString().split("\r\n", 1)[0] ?? ""));
    socket.once("close", () => reject(new Error("closed")));
  });
  socket.write("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n");
  return answered;
}

/** Returns the ticket of a session, and closes its connection. */
async function ticketOf(socket: TLSSocket): Promise<Buffer> {
  const later = new Promise<Buffer>((resolve) => socket.once("session", resolve));
  await request(socket);
  // In TLS 1.2, the ticket comes with the handshake.
  const session = socket.getProtocol() === "TLSv1.2" ? socket.getSession() : await later;
  socket.destroy();
  if (session === undefined) throw new Error("the service gave no ticket");
  return session;
}

describe("a certificate that is replaced", () => {
  test("is used by the next handshake, while established connections stay", async () => {
    const files = new TlsFiles();
    await using service = await startTls(files.options);
    const established = await handshake(service);
    expect(await request(established)).toBe("HTTP/1.1 200 OK");
    files.install(certificates.renewedServer);
    expect(await nameOf(service)).toBe("renewed-server");
    expect(await request(established)).toBe("HTTP/1.1 200 OK");
    expect(established.getPeerX509Certificate()?.subject).toBe("CN=server");
    established.destroy();
    expect([await selfMetric(service, reloads("success")), await selfMetric(service, reloads("failure"))]).toEqual([
      1, 0,
    ]);
  });

  test("is used if Kubernetes swaps the link to the folder", async () => {
    const files = new TlsFiles();
    const versions = { "..1": certificates.server, "..2": certificates.renewedServer };
    for (const [folder, { key, cert }] of Object.entries(versions)) {
      mkdirSync(files.pathOf(folder));
      writeFileSync(files.pathOf(`${folder}/tls.key`), pem(key));
      writeFileSync(files.pathOf(`${folder}/tls.crt`), pem(cert));
    }
    symlinkSync("..1", files.pathOf("..data"));
    for (const path of [files.keyFile, files.certFile]) rmSync(path);
    symlinkSync("..data/tls.key", files.keyFile);
    symlinkSync("..data/tls.crt", files.certFile);
    await using service = await startTls(files.options);
    expect(await nameOf(service)).toBe("server");
    symlinkSync("..2", files.pathOf("..data_tmp"));
    renameSync(files.pathOf("..data_tmp"), files.pathOf("..data"));
    expect(await nameOf(service)).toBe("renewed-server");
  });

  test("is used at every address of the service", async () => {
    const files = new TlsFiles();
    const { Service } = await import("../../../src/service/index.js");
    const listen = [{ host: "127.0.0.1" }, { host: "127.0.0.1" }];
    await using service = await new Service().start({ listen, tls: files.options });
    files.install(certificates.renewedServer);
    const names = service.urls.map((url) => nameOf({ url } as typeof service));
    expect(await Promise.all(names)).toEqual(["renewed-server", "renewed-server"]);
  });

  test("is used at once under load, and no handshake fails", async () => {
    const files = new TlsFiles();
    const pairs = [certificates.server, certificates.renewedServer];
    await using service = await startTls(files.options);
    let isSwapping = true;
    let handshakes = 0;
    const load = Array.from({ length: 4 }, async () => {
      for (; isSwapping; handshakes++) await nameOf(service);
    });
    for (let n = 1; n <= 40; n++) {
      const next = n % 2;
      files.install(pairs[next] as (typeof pairs)[number]);
      expect(await nameOf(service)).toBe(next === 1 ? "renewed-server" : "server");
    }
    isSwapping = false;
    await Promise.all(load);
    expect(handshakes).toBeGreaterThan(40);
  });

  test("keeps the old one in use if the new one is broken, and reports and counts that once", async () => {
    using collected = collectReports();
    const files = new TlsFiles();
    await using service = await startTls(files.options);
    files.replace(files.certFile, "broken");
    for (let n = 0; n < 3; n++) expect(await nameOf(service)).toBe("server");
    expect(await selfMetric(service, reloads("failure"))).toBe(1);
    files.install(certificates.renewedServer);
    expect(await nameOf(service)).toBe("renewed-server");
    expect([await selfMetric(service, reloads("failure")), await selfMetric(service, reloads("success"))]).toEqual([
      1, 1,
    ]);
    expect(collected.reports.map(({ source, code, error }) => [source, code, error.message])).toEqual([
      ["service", "NARTHEX_RELOAD_FAILED", expect.stringMatching(/certFile ".*" contains no certificate in PEM/)],
    ]);
  });

  test("is reported again if another broken one follows", async () => {
    using collected = collectReports();
    const files = new TlsFiles();
    await using service = await startTls(files.options);
    for (const text of ["broken", "", pem(certificates.otherServer.cert)]) {
      files.replace(files.certFile, text);
      expect(await nameOf(service)).toBe("server");
    }
    expect(collected.reports.map(({ error }) => error.message)).toEqual([
      expect.stringContaining("contains no certificate"),
      expect.stringContaining("is empty"),
      expect.stringContaining("does not match the certificate"),
    ]);
  });

  test("that has expired is reported", async () => {
    using collected = collectReports();
    const files = new TlsFiles();
    await using service = await startTls(files.options);
    files.install(certificates.expiredServer);
    expect(await nameOf(service, { rejectUnauthorized: false })).toBe("expired-server");
    expect(collected.reports.map(({ code }) => code)).toEqual(["NARTHEX_CERTIFICATE_EXPIRED"]);
  });
});

describe("a client CA that is replaced", () => {
  const [client, other] = [clientOf(certificates.client), clientOf(certificates.otherClient)];

  test.each(["TLSv1.2", "TLSv1.3"] as const)("is used by the next handshake in %s", async (maxVersion) => {
    using _ = collectReports();
    const files = new TlsFiles();
    await using service = await startTls({ ...files.options, clientCaFile: files.clientCaFile, maxVersion });
    expect((await scrapeTls(service, client)).status).toBe(200);
    files.replace(files.clientCaFile, pem(certificates.otherAuthority.cert));
    await expect(scrapeTls(service, client)).rejects.toThrow();
    expect((await scrapeTls(service, other)).status).toBe(200);
  });

  test.each([
    ["TLSv1.2", {}],
    ["TLSv1.3", {}],
    ["TLSv1.2", { ticketKeys: Buffer.alloc(48, 7) }],
    ["TLSv1.3", { ticketKeys: Buffer.alloc(48, 7) }],
  ] as const)("cannot be circumvented with a session of the old one in %s, %o", async (maxVersion, options) => {
    using _ = collectReports();
    const files = new TlsFiles();
    const tls = { ...files.options, clientCaFile: files.clientCaFile, maxVersion, ...options };
    await using service = await startTls(tls);
    const session = await ticketOf(await handshake(service, client));
    // The ticket is good as long as the authority is the same.
    const resumed = await handshake(service, { ...client, session });
    expect([resumed.isSessionReused(), await request(resumed)]).toEqual([true, "HTTP/1.1 200 OK"]);
    resumed.destroy();
    files.replace(files.clientCaFile, pem(certificates.otherAuthority.cert));
    const late = handshake(service, { ...client, session }).then(async (socket) => {
      expect(socket.isSessionReused()).toBe(false);
      return request(socket);
    });
    await expect(late).rejects.toThrow();
    expect((await scrapeTls(service, other)).status).toBe(200);
  });
});

describe("a service without TLS", () => {
  test("shows no reloads", async () => {
    const { Service } = await import("../../../src/service/index.js");
    await using service = await new Service().start({ host: "127.0.0.1" });
    expect((await scrape(service)).body.toString()).not.toContain("narthex_service_reloads_total{");
  });
});
