import { channel } from "node:diagnostics_channel";
import { describe, expect, test } from "vitest";
import { certificates, pem } from "../../../certificates.js";
import { promtoolRefusal } from "../../judges/promtool-web-config.js";
import { WebConfigFolder } from "../../web-config-folder.js";
import { job, ProtectedService } from "./protected-service.js";

const own = pem(certificates.authority.cert);
const other = pem(certificates.otherAuthority.cert);
const both = `${own}${other}`;

/** A web-config file that requires client certificates. */
const webConfig = (http2: boolean, more: object = {}): object => ({
  tls_server_config: {
    cert_file: "server.pem",
    key_file: "server.key",
    client_auth_type: "RequireAndVerifyClientCert",
    client_ca_file: "clients.pem",
    ...more,
  },
  http_server_config: { http2, headers: { "X-Content-Type-Options": "nosniff" } },
});

/** A folder with the files of the service, and those of Prometheus. */
function folderOf(http2: boolean): WebConfigFolder {
  const folder = new WebConfigFolder(webConfig(http2));
  folder.change({
    "clients.pem": own,
    "servers.pem": own,
    "prometheus.pem": pem(certificates.client.cert),
    "prometheus.key": pem(certificates.client.key),
  });
  return folder;
}

/** The settings of Prometheus. It reads the files again when they change. */
const tlsConfig = (folder: WebConfigFolder): object => ({
  ca_file: folder.path("servers.pem"),
  cert_file: folder.path("prometheus.pem"),
  key_file: folder.path("prometheus.key"),
});

describe.each([
  ["HTTP/2", true],
  ["HTTP/1.1", false],
])("Prometheus scrapes over mutual TLS and %s", (_, http2) => {
  test("with a web-config file that promtool accepts", async () => {
    using folder = folderOf(http2);
    expect(await promtoolRefusal(folder.file)).toBeUndefined();
  });

  test("with the protocol that the file allows", async () => {
    using folder = folderOf(http2);
    let requests = 0;
    const count = (): void => void requests++;
    // Published for HTTP/1.1 only.
    channel("http.server.request.start").subscribe(count);
    try {
      await using running = await ProtectedService.start(folder, { tls_config: tlsConfig(folder) });
      await running.scraped();
      expect(await running.prometheus.value("answer")).toBe(42);
      expect(requests > 0).toBe(!http2);
    } finally {
      channel("http.server.request.start").unsubscribe(count);
    }
  });

  test("without a failure while the certificate of the server is renewed", async () => {
    using folder = folderOf(http2);
    await using running = await ProtectedService.start(folder, { tls_config: tlsConfig(folder) });
    await running.scraped();
    folder.change({
      "server.pem": pem(certificates.renewedServer.cert),
      "server.key": pem(certificates.renewedServer.key),
    });
    await running.scraped();
    // Prometheus connects again when its file has changed.
    folder.change({ "servers.pem": both });
    await running.scraped();
    expect(await running.phases()).toEqual(["up"]);
  });

  test("without a failure while both authorities are replaced", async () => {
    using folder = folderOf(http2);
    await using running = await ProtectedService.start(folder, { tls_config: tlsConfig(folder) });
    await running.scraped();
    folder.change({ "servers.pem": both, "clients.pem": both });
    await running.scraped();
    folder.change({
      "server.pem": pem(certificates.otherServer.cert),
      "server.key": pem(certificates.otherServer.key),
      "prometheus.key": pem(certificates.otherClient.key),
      "prometheus.pem": pem(certificates.otherClient.cert),
    });
    await running.scraped();
    // A new connection: each side trusts only the new authority of the other.
    folder.change({ "clients.pem": other });
    folder.change({ "servers.pem": other });
    await running.scraped();
    expect(await running.phases()).toEqual(["up"]);
  });

  test("without a failure while the web-config file is changed, broken and repaired", async () => {
    using folder = folderOf(http2);
    await using running = await ProtectedService.start(folder, { tls_config: tlsConfig(folder) });
    await running.scraped();
    folder.change({ "web.yml": JSON.stringify(webConfig(http2, { min_version: "TLS13" })) });
    await running.scraped();
    folder.change({ "web.yml": "tls_server_config: [", "clients.pem": undefined });
    folder.change({ "servers.pem": both });
    await running.scraped();
    folder.change({ "clients.pem": own, "web.yml": JSON.stringify(webConfig(http2)) });
    folder.change({ "servers.pem": own });
    await running.scraped();
    expect(await running.phases()).toEqual(["up"]);
  });

  test("and fails with a certificate that is not trusted, until it is", async () => {
    using folder = folderOf(http2);
    folder.change({
      "prometheus.pem": pem(certificates.otherClient.cert),
      "prometheus.key": pem(certificates.otherClient.key),
    });
    await using running = await ProtectedService.start(folder, { tls_config: tlsConfig(folder) });
    await running.prometheus.becomes("down", job);
    folder.change({ "clients.pem": both });
    await running.prometheus.becomes("up", job);
    await running.scraped();
    expect(await running.phases()).toEqual(["down", "up"]);
  });
});
