import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Incident } from "../../../src/globals/error-listener.js";
import { onError } from "../../../src/index.js";
import { Service, type TlsOptions } from "../../../src/service/index.js";
import { certificates, type KeyPair, pem } from "../../certificates.js";
import { type Answer, ask, type Question } from "../../web-client.js";
import { registryOf, valueIn } from "../serving.js";

/** The authority of the servers, for clients. */
const ca = pem(certificates.authority.cert);

/** Returns the key and the certificate of a client. */
export function clientOf({ key, cert }: KeyPair): { readonly key: string; readonly cert: string } {
  return { key: pem(key), cert: pem(cert) };
}

/** A folder with files of TLS, which is removed after the test. */
export class TlsFiles {
  readonly #folder = mkdtempSync(join(tmpdir(), "narthex-tls-"));
  readonly certFile: string = this.pathOf("tls.crt");
  readonly keyFile: string = this.pathOf("tls.key");
  readonly clientCaFile: string = this.pathOf("ca.crt");

  constructor() {
    this.install(certificates.server);
    copyFileSync(certificates.authority.cert, this.clientCaFile);
    onTestFinished(() => rmSync(this.#folder, { recursive: true, force: true }));
  }

  /** The options for the certificate and its key. */
  get options(): TlsOptions {
    return { certFile: this.certFile, keyFile: this.keyFile };
  }

  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** Replaces the certificate and its key. */
  install({ key, cert }: KeyPair): void {
    this.replace(this.keyFile, pem(key));
    this.replace(this.certFile, pem(cert));
  }

  /** Replaces a file in one step. */
  replace(path: string, text: string): void {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

/** Starts a service at 127.0.0.1. */
export function startTls(tls: TlsOptions): Promise<Service> {
  return new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", tls });
}

/** Scrapes a service as a client that knows the authority. */
export function scrapeTls(service: Service, client: Question = {}): Promise<Answer> {
  return ask(service.metricsUrl, { ca, ...client });
}

/** Returns the value of a metric of the service itself. */
export async function selfMetric(service: Service, series: string, client: Question = {}): Promise<number> {
  return valueIn(await scrapeTls(service, client), series);
}

/** Opens a connection, and waits for its handshake. */
export function handshake(service: Service, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const port = Number(new URL(service.url).port);
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: "127.0.0.1", port, ca, ...options }, () => resolve(socket));
    socket.on("error", reject);
  });
}

/** Returns the common name of the certificate that a service has. */
export async function nameOf(service: Service, options: ConnectionOptions = {}): Promise<string> {
  const socket = await handshake(service, options);
  const { subject } = socket.getPeerX509Certificate() ?? {};
  socket.destroy();
  return (subject ?? "").replace("CN=", "");
}

/** A report of the library. */
export interface Report extends Incident {
  readonly error: Error;
}

/** Collects reports until it is disposed. */
export function collectReports(): Disposable & { readonly reports: Report[] } {
  const reports: Report[] = [];
  const previous = onError((error, incident) => void reports.push({ ...incident, error }));
  return { reports, [Symbol.dispose]: () => previous[Symbol.dispose]() };
}
