import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import { GZIP_LEVEL, MIN_GZIP_LENGTH } from "../exposition/gzip.js";
import { type Rendered, render } from "../exposition/render.js";
import { prepareRenderNow, renderNow } from "../exposition/render-now.js";
import { reportOnce } from "../globals/error-listener.js";
import type { Gathered } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import { gatherUntil } from "../model/gather-until.js";
import { abortController, throwIfAborted, timeoutSignal } from "../platform/abort.js";
import { dispose } from "../platform/dispose.js";
import { clearInterval, delayOf, setInterval } from "../platform/timers.js";
import { disposableFamilies } from "../registry/gathering/disposable-families.js";
import { scopedFamily } from "../registry/scope.js";
import { abortSignal, anyValue, checkArgument, checkOptions, type OptionRules } from "../validation/options.js";
import { checkPushable } from "./check-pushable.js";
import type { PushRequest } from "./delivery/request.js";
import { sendWithRetry, toFailure } from "./delivery/retry.js";
import { sendNow } from "./delivery/send-now.js";
import { onProcessExit } from "./exit-tasks.js";
import type { PushgatewayOptions, PushOnExitOptions, PushOptions } from "./options.js";
import { type PushSettings, secondsRule, settingsOf } from "./settings.js";

const compress = promisify(gzip);

const gzipOptions = { level: GZIP_LEVEL };

const pushRules: OptionRules<keyof PushOptions> = { signal: abortSignal, also: anyValue };

const exitRules: OptionRules<keyof PushOnExitOptions> = { timeoutSeconds: secondsRule };

/** A registry that can be gathered synchronously, without its asynchronous collectors. */
interface ImmediateGatherer {
  gatherNow(): Gathered;
}

/**
 * A client for a group of metrics on a Pushgateway, for jobs that end before Prometheus can scrape them.
 *
 * @example
 * ```ts
 * const gateway = new Pushgateway({ url: "http://gateway:9091", job: "nightly_backup" });
 * await backUp();
 * await gateway.push();
 * ```
 */
export class Pushgateway {
  readonly #settings: PushSettings;

  /**
   * @param options - the gateway, the group and the registry to push
   * @throws {TypeError} if an option is unknown or of the wrong type
   * @throws {RangeError} if an option is out of range
   */
  constructor(options: PushgatewayOptions) {
    this.#settings = settingsOf(options);
  }

  /** The URL of the group, without user name and password. */
  get url(): string {
    return this.#settings.url;
  }

  /**
   * Replaces all metrics of the group with those of the registry (PUT).
   *
   * @param options - a signal that aborts the push, and additional families
   * @throws {TypeError} if a metric has a timestamp or a label of the grouping key; nothing is sent
   * @throws {PushError} if the gateway cannot be reached or rejects the push
   */
  push(options: PushOptions = {}): Promise<void> {
    return this.#pushChecked("push", "PUT", options);
  }

  /**
   * Replaces the metrics of the group that have the same names as those of the registry (POST). Keeps the others.
   *
   * @param options - a signal that aborts the push, and additional families
   * @throws {TypeError} if a metric has a timestamp or a label of the grouping key; nothing is sent
   * @throws {PushError} if the gateway cannot be reached or rejects the push
   */
  pushAdd(options: PushOptions = {}): Promise<void> {
    return this.#pushChecked("pushAdd", "POST", options);
  }

  /**
   * Deletes the group and all its metrics. Succeeds if the group does not exist.
   *
   * @param options - a signal that aborts the request
   * @throws {PushError} if the gateway cannot be reached or rejects the request
   */
  delete(options: PushOptions = {}): Promise<void> {
    const request: PushRequest = { method: "DELETE", headers: this.#settings.headers, body: undefined };
    return sendWithRetry(this.#settings, request, { signal: options.signal, ref: true });
  }

  /**
   * Pushes periodically, like {@link push}. Does not keep the process alive. A failed push is reported through
   * `onError`. An interval that ends while a push is still running is skipped.
   *
   * @param seconds - the interval in seconds, above 0
   * @returns a handle that stops the pushes when it is disposed
   * @throws {TypeError} if `seconds` is not a number
   * @throws {RangeError} if `seconds` is out of range
   */
  pushEvery(seconds: number): Disposable {
    checkArgument("Pushgateway.pushEvery", "seconds", seconds, secondsRule);
    const end = abortController();
    let isPushing = false;
    const timer = setInterval(async () => {
      if (isPushing) return;
      isPushing = true;
      await this.#push("PUT", { signal: end.signal }, { ref: false }).catch((error) => {
        if (!end.signal.aborted) this.#report(error);
      });
      isPushing = false;
    }, delayOf(seconds));
    timer.unref();
    return {
      [dispose]: () => {
        clearInterval(timer);
        end.abort();
      },
    };
  }

  /**
   * Pushes when the process ends: if no work is left, on SIGTERM and SIGINT, on `process.exit` and on an uncaught
   * exception. The process then ends as it would have without the push, with the same signal, exit code and output. A
   * failed push is reported through `onError`.
   *
   * @param options - the maximum duration of the push
   * @returns a handle that cancels the push when it is disposed
   * @throws {TypeError} if an option is unknown or of the wrong type
   * @throws {RangeError} if an option is out of range
   */
  pushOnExit(options: PushOnExitOptions = {}): Disposable {
    checkOptions("Pushgateway.pushOnExit", options, exitRules);
    const { timeoutSeconds = 5 } = options;
    prepareRenderNow(this.#settings.accept).catch((error) => this.#report(error));
    return onProcessExit({
      // Collectors get half of the time, so that a slow one does not prevent the push.
      runAsync: () =>
        this.#push("PUT", { signal: timeoutSignal(timeoutSeconds) }, { gatherSeconds: timeoutSeconds / 2 }).catch(
          (error) => this.#report(error),
        ),
      runSync: () => {
        try {
          this.#pushNow(timeoutSeconds);
        } catch (error) {
          this.#report(error);
        }
      },
    });
  }

  async #pushChecked(verb: string, method: "PUT" | "POST", options: PushOptions): Promise<void> {
    checkOptions(`Pushgateway.${verb}`, options, pushRules);
    return this.#push(method, options);
  }

  async #push(
    method: "PUT" | "POST",
    options: PushOptions,
    { ref = true, gatherSeconds = this.#settings.timeoutSeconds }: { ref?: boolean; gatherSeconds?: number } = {},
  ): Promise<void> {
    const { signal } = options;
    throwIfAborted(signal);
    const { body, contentType } = await this.#render(options, gatherSeconds);
    throwIfAborted(signal);
    const compressed = this.#isCompressed(body) ? await compress(body, gzipOptions) : undefined;
    await sendWithRetry(this.#settings, this.#request(method, contentType, body, compressed), { signal, ref });
  }

  async #render({ signal, also = [] }: PushOptions, gatherSeconds: number): Promise<Rendered> {
    const { registry, accept, groupingLabels } = this.#settings;
    const gathered = await gatherUntil(registry, {}, timeoutSignal(gatherSeconds), signal);
    try {
      throwIfAborted(signal);
      const families = [...gathered, ...also.map((family) => scopedFamily(registry, family))];
      checkPushable(families, groupingLabels);
      // The finally block disposes what was gathered.
      return await render({ gather: async () => disposableFamilies(families, () => {}) }, { accept });
    } finally {
      gathered[dispose]();
    }
  }

  #pushNow(timeoutSeconds: number): void {
    const { body, contentType } = this.#renderNow();
    const compressed = this.#isCompressed(body) ? gzipSync(body, gzipOptions) : undefined;
    const request = this.#request("PUT", contentType, body, compressed);
    const answer = sendNow(this.#settings, request, timeoutSeconds);
    if (answer.status < 200 || answer.status >= 300)
      throw toFailure(answer, { method: "PUT", url: this.#settings.url }).error;
  }

  #renderNow(): Pick<Rendered, "body" | "contentType"> {
    const { registry, accept, groupingLabels } = this.#settings;
    if (!("gatherNow" in registry)) {
      throw withCode(
        "NARTHEX_INVALID_OPTION",
        new TypeError(
          "The push at the end of the process needs a registry with the method gatherNow. Pass a Registry of narthex.",
        ),
      );
    }
    const gathered = (registry as ImmediateGatherer).gatherNow();
    try {
      checkPushable(gathered, groupingLabels);
      return renderNow(gathered, accept);
    } finally {
      gathered[dispose]();
    }
  }

  #isCompressed(body: Uint8Array): boolean {
    return this.#settings.gzip && body.byteLength >= MIN_GZIP_LENGTH;
  }

  #request(
    method: "PUT" | "POST",
    contentType: string,
    body: Uint8Array,
    compressed: Uint8Array | undefined,
  ): PushRequest {
    const headers = { ...this.#settings.headers, "Content-Type": contentType };
    if (compressed === undefined) return { method, headers, body };
    return { method, headers: { ...headers, "Content-Encoding": "gzip" }, body: compressed };
  }

  #report(error: unknown): void {
    reportOnce(this, error, { source: `Pushgateway ${this.url}`, code: "NARTHEX_PUSH_FAILED" });
  }
}
