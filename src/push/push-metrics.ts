import { isGeneratorFunction, isPromise } from "node:util/types";
import type { AnyFunction } from "../decorators/instrumentation/dialect.js";
import { decorator } from "../decorators/instrumentation/dialect.js";
import { copyFunctionIdentity } from "../decorators/measure/function-identity.js";
import { activeClock, secondsSince } from "../globals/clock.js";
import { reportOnce } from "../globals/error-listener.js";
import { withCode } from "../model/errors/coded-error.js";
import { isLegacyMetricName } from "../model/families/names.js";
import { isPlainPromise } from "../platform/promise.js";
import { checkOptions, type OptionRules } from "../validation/options.js";
import { jobFamilies } from "./job-families.js";
import type { Pushgateway } from "./pushgateway.js";

/** Options for {@link PushMetrics}. */
export interface PushMetricsOptions {
  /** The prefix of the names of the job's metrics (default `job`, for example in `job_duration_seconds`). */
  readonly name?: string | undefined;
}

/** A decorator for methods, in both dialects. */
export interface PushMetricsDecorator {
  /**
   * With standard decorators.
   *
   * @typeParam V - The method.
   */
  <V extends AnyFunction>(value: V, context: ClassMethodDecoratorContext): void;
  /** With `experimentalDecorators`. */
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): void;
}

const rules: OptionRules<keyof PushMetricsOptions> = {
  name: { rule: "must match [a-zA-Z_:][a-zA-Z0-9_:]*", type: "string", holds: isLegacyMetricName },
};

/**
 * Decorates the method of a job. When a call ends, pushes the gateway's registry with `pushAdd`, together with
 * `job_duration_seconds`, `job_success` (1 or 0) and, after a success, `job_last_success_timestamp_seconds`. The
 * gateway keeps the last of these while later runs fail.
 *
 * The promise of the method settles with the same result as before, but after the push, so that a job can end when its
 * promise has settled. A failed push is reported through `onError` and does not affect the caller. A promise of a
 * subclass is returned unchanged; the push then follows the callbacks that the caller has added to it.
 *
 * @param gateway - the gateway to push to
 * @param options - the prefix of the names of the job's metrics
 * @throws {TypeError} if `gateway` is not a Pushgateway, an option is unknown or of the wrong type, or the decorator is
 * applied to a generator or to anything other than a method
 * @throws {RangeError} if the name is invalid
 * @example
 * ```ts
 * class Backup {
 *   @PushMetrics(gateway, { name: "backup" })
 *   async run(): Promise<void> { … }
 * }
 * ```
 */
export function PushMetrics(gateway: Pushgateway, options: PushMetricsOptions = {}): PushMetricsDecorator {
  if (typeof gateway?.pushAdd !== "function") {
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(
        "@PushMetrics: the first argument must be a Pushgateway. For example, write @PushMetrics(gateway) with gateway = new Pushgateway({ url, job }).",
      ),
    );
  }
  checkOptions("@PushMetrics", options, rules);
  const { name = "job" } = options;
  const pushResult = async (start: number, succeeded: boolean): Promise<void> => {
    const seconds = secondsSince(start);
    try {
      await gateway.pushAdd({ also: jobFamilies(name, seconds, succeeded) });
    } catch (error) {
      reportOnce(gateway, error, { source: `Pushgateway ${gateway.url}`, code: "NARTHEX_PUSH_FAILED" });
    }
  };
  const pushing = (fn: AnyFunction, wrap?: (promising: AnyFunction) => AnyFunction): AnyFunction => {
    return copyFunctionIdentity(
      fn,
      function pushing(this: unknown, ...args: unknown[]): unknown {
        const start = activeClock.current.monotonic();
        let result: unknown;
        try {
          result = fn.apply(this, args);
        } catch (error) {
          void pushResult(start, false);
          throw error;
        }
        if (!isPlainPromise(result)) {
          // The caller gets a promise of a subclass unchanged.
          if (!isPromise(result)) void pushResult(start, true);
          else {
            void result.then(
              () => pushResult(start, true),
              () => pushResult(start, false),
            );
          }
          return result;
        }
        return result.then(
          (value) => pushResult(start, true).then(() => value),
          (error) =>
            pushResult(start, false).then(() => {
              throw error;
            }),
        );
      },
      wrap,
    );
  };
  return decorator(
    {
      title: () => ({ decorator: "@PushMetrics" }),
      method: ({ fn }) => {
        if (isGeneratorFunction(fn)) {
          throw withCode(
            "NARTHEX_INVALID_TARGET",
            new TypeError(
              `@PushMetrics: ${fn.name} must not be a generator, which has no result to wait for. Decorate the method that runs it.`,
            ),
          );
        }
        return pushing(fn, (promising) => pushing(promising));
      },
      type: () => {
        throw withCode(
          "NARTHEX_INVALID_TARGET",
          new TypeError("@PushMetrics: must decorate a method. Decorate the method of the job."),
        );
      },
    },
    undefined,
  ) as PushMetricsDecorator;
}
