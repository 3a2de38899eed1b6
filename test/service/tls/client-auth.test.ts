import { connect as connectTcp } from "node:net";
import { describe, expect, test } from "vitest";
import type { ClientAuth, Service, TlsOptions } from "../../../src/service/index.js";
import { ClientPolicy } from "../../../src/service/tls/client-policy.js";
import { certificates } from "../../certificates.js";
import { ask } from "../../web-client.js";
import { until } from "../serving.js";
import { clientOf, collectReports, scrapeTls, selfMetric, startTls } from "./tls-files.js";

const clients = {
  none: {},
  client: clientOf(certificates.client),
  named: clientOf(certificates.namedClient),
  other: clientOf(certificates.otherClient),
  expired: clientOf(certificates.expiredClient),
  server: clientOf(certificates.renewedServer),
} as const;
type ClientName = keyof typeof clients;

/** Starts a service that knows the authority of the clients. */
function startWith(options: TlsOptions): Promise<Service> {
  const { key: keyFile, cert: certFile } = certificates.server;
  const ca = options.clientAuth === "NoClientCert" ? {} : { clientCaFile: certificates.authority.cert };
  return startTls({ certFile, keyFile, ...ca, ...options });
}

/** Returns the status of a scrape, or `refused`. */
async function statusOf(service: Service, client: ClientName) {
  const answer = scrapeTls(service, clients[client]);
  return answer.then(({ status }) => status).catch(() => "refused");
}

const all: readonly ClientName[] = ["none", "client", "other", "expired", "server"];

describe("a policy for certificates of clients", () => {
  test.each<[ClientAuth | undefined, readonly ClientName[]]>([
    ["NoClientCert", all],
    ["RequestClientCert", all],
    ["RequireAnyClientCert", ["client", "other", "expired", "server"]],
    ["VerifyClientCertIfGiven", ["none", "client"]],
    ["RequireAndVerifyClientCert", ["client"]],
    [undefined, ["client"]],
  ])("%s admits %s", async (clientAuth, admitted) => {
    using _ = collectReports();
    await using service = await startWith({ clientAuth });
    const statuses = await Promise.all(all.map((client) => statusOf(service, client)));
    expect(all.filter((_client, n) => statuses[n] === 200)).toEqual(admitted);
    expect(statuses.filter((status) => status !== 200)).toEqual(
      all.filter((client) => !admitted.includes(client)).map(() => "refused"),
    );
  });

  test.each(["TLSv1.2", "TLSv1.3"] as const)("holds in %s", async (maxVersion) => {
    using _ = collectReports();
    await using service = await startWith({ maxVersion });
    expect([await statusOf(service, "none"), await statusOf(service, "other")]).toEqual(["refused", "refused"]);
    expect(await statusOf(service, "client")).toBe(200);
  });

  test.each<[ClientAuth, boolean]>([
    ["NoClientCert", false],
    ["RequestClientCert", true],
    ["RequireAnyClientCert", true],
    ["VerifyClientCertIfGiven", true],
    ["RequireAndVerifyClientCert", true],
  ])("%s: whether clients are asked for a certificate is %s", (clientAuth, requestCert) => {
    expect(new ClientPolicy(clientAuth, undefined).serverOptions.requestCert).toBe(requestCert);
  });
});

describe("allowed subject alternative names", () => {
  test.each([
    ["DNS", "prometheus.example"],
    ["email", "ops@prometheus.example"],
    ["IPv4", "192.0.2.7"],
    ["IPv6", "2001:db8::7"],
    ["IPv6 in another form", "2001:0DB8::0007"],
    ["URI", "spiffe://example/prometheus"],
  ])("admit a client with one of them: %s", async (_, name) => {
    await using service = await startWith({ clientAllowedSans: ["nobody.example", name] });
    expect(await statusOf(service, "named")).toBe(200);
  });

  test.each(["*.example", "example", "Prometheus.example", "prometheus.example.", "spiffe://example/", "named-client"])(
    "do not admit a client by similarity: %s",
    async (name) => {
      using _ = collectReports();
      await using service = await startWith({ clientAllowedSans: [name] });
      expect(await statusOf(service, "named")).toBe("refused");
    },
  );

  test.each<[ClientAuth, ClientName]>([
    ["RequireAndVerifyClientCert", "client"],
    ["VerifyClientCertIfGiven", "client"],
    ["VerifyClientCertIfGiven", "none"],
    ["VerifyClientCertIfGiven", "other"],
  ])("with %s, do not admit the client %s", async (clientAuth, client) => {
    using _ = collectReports();
    await using service = await startWith({ clientAuth, clientAllowedSans: ["prometheus.example"] });
    expect([await statusOf(service, client), await statusOf(service, "named")]).toEqual(["refused", 200]);
  });
});

describe("a client that is refused", () => {
  test("is counted, and each reason is reported once", async () => {
    using collected = collectReports();
    await using service = await startWith({ clientAllowedSans: ["prometheus.example"] });
    for (const client of ["none", "other", "expired", "server", "client"] as const)
      for (let n = 0; n < 2; n++) expect(await statusOf(service, client)).toBe("refused");
    const closed = 'narthex_service_closed_connections_total{reason="handshake"}';
    await until(async () => (await selfMetric(service, closed, clients.named)) === 10);
    const { reports } = collected;
    expect(reports.map(({ code, source }) => `${source} ${code}`)).toEqual(
      Array.from({ length: 5 }, () => "service NARTHEX_HANDSHAKE_FAILED"),
    );
    expect(reports.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/^A TLS client at 127\.0\.0\.1 was refused: it sent no certificate\. Configure/),
      expect.stringMatching(
        /: no authority of the client CA signed its certificate \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
      ),
      expect.stringMatching(/: its certificate has expired\. Renew the certificate\.$/),
      expect.stringMatching(/: its certificate is not one of a client\. Sign it with/),
      expect.stringMatching(
        /: none of the subject alternative names of its certificate is allowed\. .* has none\. Add/,
      ),
    ]);
  });

  test("reports the names of its certificate if none is allowed", async () => {
    using collected = collectReports();
    await using service = await startWith({ clientAllowedSans: ["nobody.example"] });
    await statusOf(service, "named");
    expect(collected.reports[0]?.error.message).toContain('The certificate has ["prometheus.example"');
  });

  test("gets no response, and no name of an authority in the error", async () => {
    using _ = collectReports();
    await using service = await startWith({ clientAllowedSans: ["nobody.example"] });
    for (const client of ["none", "other", "named"] as const) {
      const error: unknown = await scrapeTls(service, clients[client]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).not.toMatch(/authority|nobody/);
    }
  });

  test("without TLS is reported with the remedy", async () => {
    using collected = collectReports();
    await using service = await startWith({ clientAuth: "NoClientCert" });
    await expect(ask(service.metricsUrl.replace("https", "http"))).rejects.toThrow();
    await until(() => collected.reports.length > 0);
    expect(collected.reports[0]?.error.message).toMatch(/it sent a request without TLS\. Use https in the client/);
  });

  test("that only connects and leaves is not counted", async () => {
    using collected = collectReports();
    await using service = await startWith({ clientAuth: "NoClientCert" });
    const socket = connectTcp(Number(new URL(service.url).port), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.resetAndDestroy();
    await new Promise((resolve) => socket.once("close", resolve));
    expect(await selfMetric(service, 'narthex_service_closed_connections_total{reason="handshake"}')).toBe(0);
    expect(collected.reports).toEqual([]);
  });
});
