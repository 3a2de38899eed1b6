import { promisify } from "node:util";
import { constants, gzip, gzipSync } from "node:zlib";
import { type Rendered, render } from "../exposition/render.js";
import { prepareRenderNow, renderNow } from "../exposition/render-now.js";
import { reportOnce } from "../globals/error-listener.js";
import type { Gathered } from "../model/collector.js";
import { gatherUntil } from "../model/gather-until.js";
import { abortController, throwIfAborted, timeoutSignal } from "../platform/abort.js";
import { dispose } from "../platform/dispose.js";
import { clearInterval, setInterval } from "../platform/timers.js";
import { disposableFamilies } from "../registry/gathering/disposable-families.js";
import { scopedFamily } from "../registry/scope.js";
import { anyValue, checkOption, checkOptions, type OptionRules } from "../validation/options.js";
import { checkPushable } from "./check-pushable.js";
import type { PushRequest } from "./delivery/request.js";
import { sendWithRetry, toFailure } from "./delivery/retry.js";
import { sendNow } from "./delivery/send-now.js";
import { onProcessExit } from "./exit-tasks.js";
import type { PushgatewayOptions, PushOnExitOptions, PushOptions } from "./options.js";
import { millisecondsRule, type PushSettings, secondsRule, settingsOf } from "./settings.js";

const compress = promisify(gzip);

const fast = { level: constants.Z_BEST_SPEED };

const pushRules: OptionRules<keyof PushOptions> = { signal: anyValue, also: anyValue };

const exitRules: OptionRules<keyof PushOnExitOptions> = { timeoutMs: millisecondsRule };

/** A registry that can also be gathered without waiting; collectors that answer later are then left out. */
interface ImmediateGatherer {
  gatherNow(): Gathered;
}

/** Smaller bodies do not become smaller enough. */
const COMPRESS_FROM = 1024;

/**
 * A group of metrics at a Pushgateway, for jobs that end before they can be scraped.
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
   * @param options - where the gateway is, what is pushed and under which group
   * @throws TypeError or RangeError that says which option breaks which rule
   */
  constructor(options: PushgatewayOptions) {
    this.#settings = settingsOf(options);
  }

  /** The URL of the group, without user and password. */
  get url(): string {
    return this.#settings.url;
  }

  /**
   * Puts the registry's metrics in place of all that the group holds (PUT).
   *
   * @param options - a signal that ends the push
   * @throws TypeError when a metric carries a label of the grouping key or a timestamp: then nothing is sent
   * @throws PushError when the gateway cannot be reached or refuses
   */
  push(options: PushOptions = {}): Promise<void> {
    return this.#pushChecked("push", "PUT", options);
  }

  /**
   * Puts the registry's metrics in place of those in the group that bear the same names (POST).
   *
   * @param options - a signal that ends the push, and further families
   * @throws TypeError when a metric carries a label of the grouping key or a timestamp: then nothing is sent
   * @throws PushError when the gateway cannot be reached or refuses
   */
  pushAdd(options: PushOptions = {}): Promise<void> {
    return this.#pushChecked("pushAdd", "POST", options);
  }

  /**
   * Deletes the group with all its metrics. A group that is not there counts as deleted.
   *
   * @param options - a signal that ends the request
   * @throws PushError when the gateway cannot be reached or refuses
   */
  delete(options: PushOptions = {}): Promise<void> {
    const request: PushRequest = { method: "DELETE", headers: this.#settings.headers, body: undefined };
    return sendWithRetry(this.#settings, request, { signal: options.signal, ref: true });
  }

  /**
   * Pushes again and again. Does not keep the process alive; a push that fails is reported through `onError`, and one that takes longer
   * than the interval is not overtaken.
   *
   * @param seconds - the time between two pushes, more than 0
   * @returns ends it
   * @throws TypeError or RangeError when `seconds` is not lawful
   */
  pushEvery(seconds: number): Disposable {
    checkOption("Pushgateway.pushEvery", "seconds", seconds, secondsRule);
    const end = abortController();
    let isPushing = false;
    const timer = setInterval(async () => {
      if (isPushing) return;
      isPushing = true;
      await this.#push("PUT", { signal: end.signal }, { ref: false }).catch((error) => {
        if (!end.signal.aborted) this.#report(error);
      });
      isPushing = false;
    }, seconds * 1000);
    timer.unref();
    return {
      [dispose]: () => {
        clearInterval(timer);
        end.abort();
      },
    };
  }

  /**
   * Pushes once more when the process ends: at the end of all work, at SIGTERM and SIGINT, at `process.exit` and at an uncaught
   * exception. The process then ends as it would have, with its own signal, code and output. A push that fails is reported through
   * `onError`.
   *
   * @param options - how long the last push may take
   * @returns takes it back
   * @throws TypeError or RangeError when an option is unknown or not lawful
   */
  pushOnExit(options: PushOnExitOptions = {}): Disposable {
    checkOptions("Pushgateway.pushOnExit", options, exitRules);
    const { timeoutMs = 5_000 } = options;
    prepareRenderNow(this.#settings.accept).catch((error) => this.#report(error));
    return onProcessExit({
      // Collectors get half of the time, so that a slow one does not take the push with it.
      runAsync: () =>
        this.#push("PUT", { signal: timeoutSignal(timeoutMs) }, { gatherMs: timeoutMs / 2 }).catch((error) =>
          this.#report(error),
        ),
      runSync: () => {
        try {
          this.#pushNow(timeoutMs);
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
    { ref = true, gatherMs = this.#settings.timeoutMs }: { ref?: boolean; gatherMs?: number } = {},
  ): Promise<void> {
    const { signal } = options;
    throwIfAborted(signal);
    const { body, contentType } = await this.#render(options, gatherMs);
    throwIfAborted(signal);
    const compressed = this.#isCompressed(body) ? await compress(body, fast) : undefined;
    await sendWithRetry(this.#settings, this.#request(method, contentType, body, compressed), { signal, ref });
  }

  async #render({ signal, also = [] }: PushOptions, gatherMs: number): Promise<Rendered> {
    const { registry, accept, groupingLabels } = this.#settings;
    const gathered = await gatherUntil(registry, {}, timeoutSignal(gatherMs), signal);
    try {
      throwIfAborted(signal);
      const families = [...gathered, ...also.map((family) => scopedFamily(registry, family))];
      checkPushable(families, groupingLabels);
      // The finally block disposes what was gathered.
      return await render({ gather: async () => disposableFamilies(families, () => {}) }, accept);
    } finally {
      gathered[dispose]();
    }
  }

  #pushNow(timeoutMs: number): void {
    const { body, contentType } = this.#renderNow();
    const compressed = this.#isCompressed(body) ? gzipSync(body, fast) : undefined;
    const request = this.#request("PUT", contentType, body, compressed);
    const answer = sendNow(this.#settings, request, timeoutMs);
    if (answer.status < 200 || answer.status >= 300)
      throw toFailure(answer, { method: "PUT", url: this.#settings.url }).error;
  }

  #renderNow(): Pick<Rendered, "body" | "contentType"> {
    const { registry, accept, groupingLabels } = this.#settings;
    if (!("gatherNow" in registry)) {
      throw new TypeError(
        "the process ends without waiting, and the registry cannot be gathered without: it has no gatherNow",
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
    return this.#settings.gzip && body.byteLength >= COMPRESS_FROM;
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
    reportOnce(this, error, { source: `Pushgateway ${this.url}`, cause: "push" });
  }
}
