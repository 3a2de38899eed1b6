import { isGeneratorFunction, isPromise } from "node:util/types";
import type { AnyFunction } from "../decorators/instrumentation/dialect.js";
import { decorator } from "../decorators/instrumentation/dialect.js";
import { copyFunctionIdentity } from "../decorators/measure/function-identity.js";
import { clock, secondsSince } from "../globals/clock.js";
import { reportOnce } from "../globals/error-listener.js";
import { isLegacyMetricName } from "../model/names.js";
import { isPlainPromise } from "../platform/promise.js";
import { checkOptions, type OptionRules } from "../validation/options.js";
import { jobFamilies } from "./job-families.js";
import type { Pushgateway } from "./pushgateway.js";

/** What {@link PushMetrics} may be told. */
export interface PushMetricsOptions {
  /** What the names of the job's own metrics begin with (default `job`): `job_duration_seconds` and so on. */
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
 * Pushes when a job's method settles, with `pushAdd`: the gateway's registry, and with it `job_duration_seconds`, `job_success` (1 or
 * 0) and, after success, `job_last_success_timestamp_seconds`, which the gateway keeps while later runs fail. The promise of the
 * method settles as before, but after the push, so that a job may end when it has. A push that fails is reported through
 * `onError` and changes nothing for the caller. A promise of another class is given back as it is and watched beside it, so that
 * the push comes after what waits for it.
 *
 * @param gateway - where to push
 * @param options - the names of the job's own metrics
 * @throws RangeError when the name is not lawful; TypeError when there is no gateway, an option is unknown, or it stands before
 * anything but a method that settles
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
    throw new TypeError(
      "@PushMetrics: takes a Pushgateway; write @PushMetrics(gateway), with gateway = new Pushgateway({ url, job }).",
    );
  }
  checkOptions("@PushMetrics", options, rules);
  const { name = "job" } = options;
  const settled = async (start: number, succeeded: boolean): Promise<void> => {
    const seconds = secondsSince(start);
    try {
      await gateway.pushAdd({ also: jobFamilies(name, seconds, succeeded) });
    } catch (error) {
      reportOnce(gateway, error, { source: `Pushgateway ${gateway.url}`, cause: "push" });
    }
  };
  const pushing = (fn: AnyFunction, wrap?: (promising: AnyFunction) => AnyFunction): AnyFunction => {
    return copyFunctionIdentity(
      fn,
      function pushing(this: unknown, ...args: unknown[]): unknown {
        const start = clock.current.monotonic();
        let result: unknown;
        try {
          result = fn.apply(this, args);
        } catch (error) {
          void settled(start, false);
          throw error;
        }
        if (!isPlainPromise(result)) {
          // A promise of another class stays the one that the caller gets, and is watched beside it.
          if (!isPromise(result)) void settled(start, true);
          else {
            void result.then(
              () => settled(start, true),
              () => settled(start, false),
            );
          }
          return result;
        }
        return result.then(
          (value) => settled(start, true).then(() => value),
          (error) =>
            settled(start, false).then(() => {
              throw error;
            }),
        );
      },
      wrap,
    );
  };
  return decorator({
    name: "@PushMetrics",
    method: ({ fn }) => {
      if (isGeneratorFunction(fn)) {
        throw new TypeError(
          `@PushMetrics: ${fn.name} is a generator, which never settles; decorate the method that runs it.`,
        );
      }
      return pushing(fn, (promising) => pushing(promising));
    },
    type: () => {
      throw new TypeError("@PushMetrics: must stand before a method, the one that is the job.");
    },
  }) as PushMetricsDecorator;
}
