import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Service, TlsOptions } from "../../../src/service/index.js";
import { SelfMetrics } from "../../../src/service/self-metrics.js";
import { secureServerFactory } from "../../../src/service/tls/secure-server.js";
import type { TlsSource } from "../../../src/service/tls/tls-source.js";
import { certificates, pem } from "../../certificates.js";
import { clientOf, collectReports, nameOf, scrapeTls, TlsFiles } from "./tls-files.js";

/** Options for TLS that a test replaces. */
class ChangingOptions implements TlsSource {
  constructor(public current: TlsOptions) {}

  refresh(): Promise<TlsOptions> {
    return Promise.resolve(this.current);
  }

  describe(option: string | undefined): string {
    return `web.yml: ${option}`;
  }
}

/** Serves a text with options of a source. The result has the URLs of a service. */
async function serveWith(source: TlsSource): Promise<Service> {
  const createServer = await secureServerFactory(source, {}, new SelfMetrics());
  const server = createServer();
  server.on("request", (_, response) => response.end("served"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, metricsUrl: url } as Service;
}

const [client, other] = [clientOf(certificates.client), clientOf(certificates.otherClient)];

describe("options for TLS that change", () => {
  test("are used by the next handshake: certificates in the options and in other files", async () => {
    const files = new TlsFiles();
    const source = new ChangingOptions(clientOf(certificates.renewedServer));
    const service = await serveWith(source);
    expect(await nameOf(service)).toBe("renewed-server");
    source.current = files.options;
    expect(await nameOf(service)).toBe("server");
    files.install(certificates.renewedServer);
    expect(await nameOf(service)).toBe("renewed-server");
  });

  test("are used by the next handshake: policies for clients", async () => {
    using _ = collectReports();
    const { options } = new TlsFiles();
    const source = new ChangingOptions(options);
    const service = await serveWith(source);
    expect((await scrapeTls(service)).status).toBe(200);
    source.current = { ...options, clientCaFile: certificates.authority.cert };
    await expect(scrapeTls(service)).rejects.toThrow();
    await expect(scrapeTls(service, other)).rejects.toThrow();
    expect((await scrapeTls(service, client)).status).toBe(200);
    source.current = { ...options, clientCaFile: certificates.authority.cert, clientAuth: "RequireAnyClientCert" };
    await expect(scrapeTls(service)).rejects.toThrow();
    expect((await scrapeTls(service, other)).status).toBe(200);
    source.current = options;
    expect((await scrapeTls(service)).status).toBe(200);
  });

  test("are used by the next handshake: versions", async () => {
    const { options } = new TlsFiles();
    const source = new ChangingOptions(options);
    const service = await serveWith(source);
    expect(await nameOf(service, { maxVersion: "TLSv1.2" })).toBe("server");
    using _ = collectReports();
    source.current = { ...options, minVersion: "TLSv1.3" };
    await expect(nameOf(service, { maxVersion: "TLSv1.2" })).rejects.toThrow();
    expect(await nameOf(service)).toBe("server");
  });

  test("keep the old ones in use if they are invalid, and are tried again when a file appears", async () => {
    using collected = collectReports();
    const files = new TlsFiles();
    const source = new ChangingOptions(files.options);
    const service = await serveWith(source);
    const [certFile, keyFile] = [files.pathOf("new.crt"), files.pathOf("new.key")];
    source.current = { certFile, keyFile };
    for (let n = 0; n < 3; n++) expect(await nameOf(service)).toBe("server");
    expect(collected.reports.map(({ code, error }) => [code, error.message])).toEqual([
      ["NARTHEX_RELOAD_FAILED", expect.stringMatching(/^web\.yml: certFile ".*new\.crt" does not exist\./)],
    ]);
    files.replace(keyFile, pem(certificates.renewedServer.key));
    files.replace(certFile, pem(certificates.renewedServer.cert));
    expect(await nameOf(service)).toBe("renewed-server");
  });

  test("are applied once for concurrent handshakes", async () => {
    const files = new TlsFiles();
    const source = new ChangingOptions(files.options);
    const service = await serveWith(source);
    source.current = clientOf(certificates.renewedServer);
    const names = await Promise.all(Array.from({ length: 20 }, () => nameOf(service)));
    expect(new Set(names)).toEqual(new Set(["renewed-server"]));
  });

  test("that are not available in time do not stop handshakes, and are reported once", async () => {
    using collected = collectReports();
    const source = new ChangingOptions(new TlsFiles().options);
    source.refresh = () => new Promise(() => {});
    const service = await serveWith(source);
    expect(await Promise.all([nameOf(service), nameOf(service)])).toEqual(["server", "server"]);
    expect(collected.reports.map(({ code, error }) => [code, error.message])).toEqual([
      ["NARTHEX_RELOAD_FAILED", expect.stringMatching(/^The files of TLS could not be checked within 1000 ms, so/)],
    ]);
  });
});
