import { asError } from "../../platform/errors.js";
import { hangingError, inTime } from "../files/in-time.js";
import { type ReloadOutcome, WatchedFiles } from "../files/watched-files.js";
import type { ServiceLog } from "../log/service-log.js";
import type { TlsFileOption, TlsOptions } from "../options/tls.js";
import type { SelfMetrics } from "../self-metrics.js";
import { type LoadedTls, loadTls } from "./load-tls.js";
import type { TlsSource } from "./tls-source.js";

const fileOptions: readonly TlsFileOption[] = ["certFile", "keyFile", "clientCaFile"];

/** Options for TLS, whose files are read again when they change. */
export class ReloadedTls {
  readonly #source: TlsSource;
  readonly #self: SelfMetrics;
  #options: TlsOptions;
  #files: WatchedFiles<LoadedTls>;
  #replaced: Promise<void> = Promise.resolve();
  /** The message of the last failure to use new options. */
  #failure = "";

  private constructor(source: TlsSource, files: WatchedFiles<LoadedTls>, self: SelfMetrics) {
    this.#source = source;
    this.#self = self;
    this.#options = source.current;
    this.#files = files;
  }

  /**
   * Reads the files for the first time.
   *
   * @param source - the options, already checked
   * @param self - the metrics that count reloads
   * @throws {Error} if a file cannot be read, or its content is invalid
   */
  static async open(source: TlsSource, self: SelfMetrics): Promise<ReloadedTls> {
    return new ReloadedTls(source, await openFiles(source, source.current, self), self);
  }

  /** The options of the last contents that were valid. */
  get current(): LoadedTls {
    return this.#files.current;
  }

  /** The log of the service. */
  get log(): ServiceLog {
    return this.#self.log;
  }

  /** Whether the options may change. */
  get isFixed(): boolean {
    return this.#source.refresh === undefined && fileOptions.every((option) => this.#options[option] === undefined);
  }

  /**
   * Returns the options for the next handshake. Options and files that are invalid do not replace the old ones; the
   * promise never rejects.
   */
  async refresh(): Promise<LoadedTls> {
    const options = (await this.#source.refresh?.()) ?? this.#options;
    if (options !== this.#options) {
      this.#replaced = this.#replaced.then(() => (options === this.#options ? undefined : this.#replace(options)));
      await this.#replaced;
    }
    return this.#files.refresh();
  }

  /** Returns the options for the next handshake like {@link refresh}, or the old ones if that takes longer than a second. */
  refreshInTime(): Promise<LoadedTls> {
    return inTime(this.refresh(), () => {
      this.#self.countReload(FILE, "failure");
      this.log.report(this, hangingError("The files of TLS", "handshakes"), { source: "service" });
      return this.current;
    });
  }

  async #replace(options: TlsOptions): Promise<void> {
    try {
      this.#files = await openFiles(this.#source, options, this.#self);
      this.#options = options;
      this.#failure = "";
    } catch (thrown) {
      // The next handshake tries again, because a file may appear later.
      const error = asError(thrown);
      if (error.message !== this.#failure) countReload(this.#self, "failure", error);
      this.#failure = error.message;
    }
  }
}

function openFiles(source: TlsSource, options: TlsOptions, self: SelfMetrics): Promise<WatchedFiles<LoadedTls>> {
  const { describe } = source;
  const used = fileOptions.filter((option) => options[option] !== undefined);
  if (used.length > 0) self.expectReloads(FILE);
  return WatchedFiles.open({
    paths: used.map((option) => options[option] as string),
    describe: (path) => {
      const option = used.find((one) => options[one] === path);
      return `${describe(option)} ${JSON.stringify(path)}`;
    },
    load: (contents) => loadTls(options, new Map(used.map((option, n) => [option, contents[n] as Buffer])), describe),
    onReload: (...outcome) => countReload(self, ...outcome),
  });
}

/** The files of TLS in the metric of reloads. */
const FILE = "tls";

function countReload(self: SelfMetrics, ...[result, error]: ReloadOutcome): void {
  self.countReload(FILE, result);
  // Each failure is a subject of its own, so that each change is reported.
  if (error !== undefined) self.log.report(error, error, { source: "service", code: "NARTHEX_RELOAD_FAILED" });
}
