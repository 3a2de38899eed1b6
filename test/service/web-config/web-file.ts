import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { onTestFinished } from "vitest";
import { onError } from "../../../src/globals/error-listener.js";
import { Registry } from "../../../src/registry/registry.js";
import { Service } from "../../../src/service/index.js";
import { certificates, pem } from "../../certificates.js";
import { type Answer, ask, type Question } from "../../web-client.js";
import { valueIn } from "../serving.js";

/** The section of a server's certificate. */
export const withTls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";

/** The keys that require a client certificate. */
export const withClients = "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";

/** A web-config file and certificates in a folder of their own, which is removed after the test. */
export class WebFile {
  readonly #folder = mkdtempSync(join(tmpdir(), "narthex-web-"));

  constructor(text: string) {
    this.write(text);
    this.copy("server.crt", certificates.server.cert);
    this.copy("server.key", certificates.server.key);
    this.copy("ca.crt", certificates.authority.cert);
    onTestFinished(() => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** The path of the web-config file. */
  get path(): string {
    return this.at("web.yml");
  }

  at(name: string): string {
    return join(this.#folder, name);
  }

  write(text: string): void {
    writeFileSync(this.path, text);
  }

  copy(name: string, from: string): void {
    copyFileSync(from, this.at(name));
  }

  remove(name = "web.yml"): void {
    rmSync(this.at(name));
  }

  /** A service with the file and an empty registry. */
  service(): Service {
    return new Service({ registry: new Registry(), webConfigFile: this.path });
  }

  start(): Promise<Service> {
    return this.service().start({ host: "127.0.0.1" });
  }
}

/** Requests the metrics of a service. Trusts its authority. */
export function scrape(service: Service, headers: Record<string, string> = {}, more: Question = {}): Promise<Answer> {
  return ask(service.metricsUrl, { headers, ca: pem(certificates.authority.cert), ...more });
}

/** The client certificate of the authority. */
export const clientCertificate: Question = {
  key: pem(certificates.client.key),
  cert: pem(certificates.client.cert),
};

/** Returns how often the file was read again, as the service shows it. */
export async function reloadsOf(
  service: Service,
  headers: Record<string, string> = {},
  more: Question = {},
): Promise<{ success: number; failure: number }> {
  const answer = await scrape(service, headers, more);
  const count = (result: string) =>
    valueIn(answer, `narthex_service_reloads_total{file="web_config",result="${result}"}`);
  return { success: count("success"), failure: count("failure") };
}

/** Returns the codes and messages of what is reported from now on. */
export function reports(): readonly string[] {
  const reported: string[] = [];
  onError((error, { code }) => void reported.push(`${code}: ${(error as Error).message}`));
  onTestFinished(() => void onError(undefined));
  return reported;
}

/** Returns the protocol that a service chooses for a client with HTTP/2 and HTTP/1.1. */
export async function protocolOf({ url }: Service): Promise<string | false | null> {
  const { hostname: host, port } = new URL(url);
  const ca = pem(certificates.authority.cert);
  const socket = connectTls({ host, port: Number(port), ca, ALPNProtocols: ["h2", "http/1.1"] });
  await once(socket, "secureConnect");
  socket.destroy();
  return socket.alpnProtocol;
}

/** A session of HTTP/2. */
interface Http2Session extends AsyncDisposable {
  /** Requests the metrics, and returns the headers of the response. */
  get(headers?: Record<string, string>): Promise<object>;
}

/** Connects to a service over HTTP/2. */
export async function http2Session(service: Service): Promise<Http2Session> {
  const session = connectHttp2(service.url, { ca: pem(certificates.authority.cert) });
  await once(session, "connect");
  return {
    async get(headers = {}) {
      const stream = session.request({ ":path": "/metrics", ...headers });
      stream.resume();
      return (await once(stream, "response"))[0] as object;
    },
    async [Symbol.asyncDispose]() {
      session.destroy();
    },
  };
}
