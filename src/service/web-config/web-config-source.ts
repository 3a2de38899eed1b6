import { activeClock } from "../../globals/clock.js";
import { type NarthexError, withCode } from "../../model/errors/coded-error.js";
import { nodeProcess } from "../../platform/built-in.js";
import { asError } from "../../platform/errors.js";
import type { GuardSettings } from "../guard/settings.js";
import { webConfigFile } from "../options/web-config-file.js";
import type { SelfMetrics } from "../self-metrics.js";
import type { WebConfigFile } from "./web-config-file.js";

/** The environment variable that names a web-config file for all services of a process. */
const VARIABLE = "NARTHEX_WEB_CONFIG_FILE";

/** Time after which a file that could not be opened is tried again for a request. */
const RETRY_MS = 1000;

/** A web-config file that is opened when the service starts, or at the first request of its handler. */
export class WebConfigSource {
  readonly #path: string;
  /** The option or variable that names the file. */
  readonly #origin: string;
  readonly #self: SelfMetrics;
  #file: Promise<WebConfigFile> | undefined;
  /** The monotonic time of the failure to open {@link #file}, if it failed. */
  #failedAt: number | undefined;
  #failure: Error | undefined;

  private constructor(path: string, origin: string, self: SelfMetrics) {
    this.#path = path;
    this.#origin = origin;
    this.#self = self;
  }

  /**
   * Returns the file that the option `webConfigFile` or the environment names, or `undefined` if there is none.
   *
   * @param option - the value of the option, already checked
   * @param self - the metrics that count reloads
   * @throws {RangeError} if the environment variable is not a path
   */
  static of(option: string | undefined, self: SelfMetrics): WebConfigSource | undefined {
    if (option !== undefined) return new WebConfigSource(option, "webConfigFile", self);
    const path = nodeProcess.env[VARIABLE];
    if (!path) return undefined;
    const origin = `the environment variable ${VARIABLE}`;
    webConfigFile("Service", origin, path);
    return new WebConfigSource(path, origin, self);
  }

  /**
   * Returns the error for an option whose settings are in the file.
   *
   * @param option - the option, for example `Service: guard`
   */
  conflictWith(option: string): NarthexError {
    const remedy = "Write the settings in the file, or remove one of them.";
    return withCode(
      "NARTHEX_CONFLICTING_OPTIONS",
      new TypeError(`${option} must not be combined with ${this.#origin}. ${remedy}`),
    );
  }

  /**
   * Opens the file for a service that starts. The handler of the service uses the same content.
   *
   * @throws {Error} if the file cannot be read or is invalid
   */
  async open(): Promise<WebConfigFile> {
    const opened = this.#load();
    const file = await opened;
    this.#file = opened;
    this.#failedAt = undefined;
    return file;
  }

  /**
   * Returns the settings of the guard for the next request.
   *
   * @throws {Error} if the file has never been valid
   */
  async guardSettings(): Promise<GuardSettings> {
    return (await this.#opened()).guardSettings();
  }

  #opened(): Promise<WebConfigFile> {
    const isLongFailed = this.#failedAt !== undefined && activeClock.current.monotonic() - this.#failedAt >= RETRY_MS;
    if (this.#file === undefined || isLongFailed) {
      this.#failedAt = undefined;
      const file = this.#load().catch((error: unknown) => {
        // The service may have started meanwhile, and has opened the file itself.
        if (this.#file === file) this.#failedAt = activeClock.current.monotonic();
        throw this.#sameFailure(asError(error));
      });
      this.#file = file;
    }
    return this.#file;
  }

  /** Returns the error, or an earlier one with the same message: each is reported once. */
  #sameFailure(error: Error): Error {
    if (this.#failure?.message !== error.message) this.#failure = error;
    return this.#failure;
  }

  /** Loads the parser on demand, because most services have no such file. */
  async #load(): Promise<WebConfigFile> {
    const { WebConfigFile } = await import("./web-config-file.js");
    return WebConfigFile.open(this.#path, this.#origin, this.#self);
  }
}
