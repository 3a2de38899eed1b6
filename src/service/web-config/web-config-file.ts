import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { dirname, resolve } from "node:path";
import type { TLSSocket } from "node:tls";
import { withCode } from "../../model/errors/coded-error.js";
import { asError } from "../../platform/errors.js";
import { hangingError, inTime } from "../files/in-time.js";
import { WatchedFiles } from "../files/watched-files.js";
import { GuardSettings } from "../guard/settings.js";
import type { TlsOptions } from "../options/tls.js";
import type { SelfMetrics } from "../self-metrics.js";
import { ClientPolicy } from "../tls/client-policy.js";
import { ReloadedTls } from "../tls/reloaded-tls.js";
import type { TlsSource } from "../tls/tls-source.js";
import { parseWebConfig, type WebConfig } from "./parse-web-config.js";
import { describeTlsOption, tlsOptionsOf } from "./tls-options.js";

/** The name of the file in the metric of reloads. */
const FILE = "web_config";

/** The content of the file that is in use. */
interface AppliedConfig {
  readonly config: WebConfig;
  readonly guard: GuardSettings;
  readonly tls: TlsOptions | undefined;
  /** The certificates that clients must have. */
  readonly clients: ClientPolicy | undefined;
}

/**
 * A web-config file, which is read again when it has changed. A new content is used as a whole or not at all: while it
 * is invalid, or a certificate that it names is, the old one stays in use. Otherwise a change from passwords to client
 * certificates could admit everyone.
 */
export class WebConfigFile {
  readonly #path: string;
  readonly #folder: string;
  readonly #self: SelfMetrics;
  readonly #files: WatchedFiles<WebConfig>;
  #applied: AppliedConfig;
  /** The content that was read last, in which messages show places. */
  #latest: WebConfig;
  /** The content with which a server was started. Without one, settings for TLS have no effect and are not checked. */
  #served: WebConfig | undefined;
  /** The policies that connections comply with. */
  readonly #admitted = new WeakMap<Socket, ClientPolicy>();
  #applying: Promise<void> | undefined;
  /** The content whose change has been counted. */
  #counted: WebConfig;
  /** The message of the last failure to use that content. */
  #failure = "";

  private constructor(path: string, folder: string, self: SelfMetrics, files: WatchedFiles<WebConfig>) {
    this.#path = path;
    this.#folder = folder;
    this.#self = self;
    this.#files = files;
    this.#latest = files.current;
    this.#counted = files.current;
    this.#applied = this.#settingsOf(files.current);
  }

  /**
   * Reads a file for the first time.
   *
   * @param path - the path
   * @param origin - the option or the environment variable that names the file, for messages
   * @param self - the metrics that count reloads
   * @throws {Error} if the file cannot be read or is invalid
   */
  static async open(path: string, origin: string, self: SelfMetrics): Promise<WebConfigFile> {
    const absolute = resolve(path);
    let isFirst = true;
    self.expectReloads(FILE);
    const files = await WatchedFiles.open<WebConfig>({
      paths: [absolute],
      describe: () => `Service: ${origin} ${JSON.stringify(path)}`,
      load: ([content]) => {
        if (!isFirst && isBlank(content as Buffer)) throw emptiedError(path);
        isFirst = false;
        return parseWebConfig(content as Buffer, path);
      },
      // A content that can be parsed is not in use yet.
      onReload: (...[, error]) => {
        if (error !== undefined) countFailure(self, error);
      },
    });
    return new WebConfigFile(path, dirname(absolute), self, files);
  }

  /**
   * Returns the settings of the guard for the next request: the old ones if the file cannot be checked within a second.
   * The promise never rejects.
   */
  async guardSettings(): Promise<GuardSettings> {
    const { guard } = await inTime(this.#refresh(), () => {
      this.#self.countReload(FILE, "failure");
      this.#self.log.report(this, hangingError(this.#path, "requests"), { source: "service" });
      return this.#applied;
    });
    return guard;
  }

  /** Lets a server use the settings for TLS from now on. Returns them, or `undefined` for plain HTTP. */
  serve(): TlsSource | undefined {
    const { config, tls } = this.#applied;
    this.#served = config;
    if (tls === undefined) return undefined;
    return {
      current: tls,
      refresh: async () => (await this.#refresh()).tls ?? tls,
      describe: (option) => this.#describe(option),
    };
  }

  /**
   * Whether a connection has the client certificate that the current content requires. A connection may be older than
   * the content, and the guard of the content may rely on certificates.
   *
   * @param socket - a connection to the server that uses the file
   */
  admits(socket: Socket): boolean {
    const { clients } = this.#applied;
    if (clients === undefined || this.#admitted.get(socket) === clients) return true;
    if (clients.refusalOf(socket as TLSSocket) !== undefined) return false;
    this.#admitted.set(socket, clients);
    return true;
  }

  async #refresh(): Promise<AppliedConfig> {
    const config = await this.#files.refresh();
    // An earlier content may be on its way into use. Concurrent calls share the work.
    if (config !== this.#applied.config) await this.#applying;
    if (config !== this.#applied.config) {
      this.#applying ??= this.#apply().finally(() => {
        this.#applying = undefined;
      });
      await this.#applying;
    }
    return this.#applied;
  }

  /** Uses the latest content if possible. If not, the next call tries again: a file that it names may have appeared. */
  async #apply(): Promise<void> {
    const config = this.#files.current;
    try {
      this.#latest = config;
      const next = this.#settingsOf(config);
      if (this.#served !== undefined) await this.#checkTls(next.tls);
      this.#applied = next;
      if (next.tls !== undefined && config.http2 !== (this.#served ?? config).http2)
        throw this.#restartNeeded("http_server_config.http2", "The rest of the new content is in use.");
      this.#self.countReload(FILE, "success");
    } catch (thrown) {
      const error = asError(thrown);
      if (this.#counted !== config || error.message !== this.#failure) countFailure(this.#self, error);
      this.#failure = error.message;
    }
    this.#counted = config;
  }

  /** Throws if a server cannot use the options, or cannot change to them. */
  async #checkTls(next: TlsOptions | undefined): Promise<void> {
    if ((next === undefined) !== (this.#applied.tls === undefined))
      throw this.#restartNeeded("tls_server_config", "The whole old content stays in use.");
    if (next !== undefined)
      await ReloadedTls.open({ current: next, describe: (option) => this.#describe(option) }, this.#self);
  }

  #settingsOf(config: WebConfig): AppliedConfig {
    const { basicAuthUsers, rateLimit, headers, tls } = config;
    return {
      config,
      guard: new GuardSettings({ basicAuthUsers, rateLimit, headers }),
      tls: tlsOptionsOf(config, this.#folder),
      clients: tls && new ClientPolicy(tls.clientAuth, tls.clientAllowedSans),
    };
  }

  #describe(option: Parameters<TlsSource["describe"]>[0]): string {
    return describeTlsOption(this.#latest, option) ?? `${this.#path}: tls_server_config`;
  }

  #restartNeeded(key: string, effect: string): Error {
    return withCode(
      "NARTHEX_RESTART_NEEDED",
      new Error(`${this.#path}: a change of ${key} takes effect when the service is started again. ${effect}`),
    );
  }
}

function isBlank(content: Buffer): boolean {
  return content.toString("latin1").trim() === "";
}

/** Returns the error of a file that has become empty, as it is for a moment while it is written: no password is left. */
function emptiedError(path: string): Error {
  return withCode(
    "NARTHEX_INVALID_WEB_CONFIG",
    new Error(`${path}: The file has become empty. Write {} to remove all settings.`),
  );
}

function countFailure(self: SelfMetrics, error: Error): void {
  self.countReload(FILE, "failure");
  // Each failure is a subject of its own, so that each change is reported.
  self.log.report(error, error, { source: "service", code: "NARTHEX_RELOAD_FAILED" });
}
