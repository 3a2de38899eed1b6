import type { Registerer } from "../model/collector.js";
import { dispose } from "../platform/dispose.js";
import { openCollectors, type RuntimeOptions } from "./options.js";
import { disableRuntimeMetrics, registrations, requireRegistry } from "./registration.js";

/**
 * Registers the metrics of the process and of Node.js: the standard `process_*` metrics and the `nodejs_*` metrics.
 * Metrics that the platform does not provide are omitted.
 *
 * A registry has one set of runtime metrics. A call replaces the previous set, including the one that the default
 * registry registers automatically. Nothing that this function starts keeps the process alive.
 *
 * @param registry - the registry to register the metrics in
 * @param options - the metrics to exclude, a prefix and constant labels
 * @returns a handle that removes the metrics from the registry when it is disposed
 * @throws {TypeError} if `registry` is not a registry, or an option is unknown or of the wrong type
 * @throws {RangeError} if `prefix` or a label name is invalid
 * @throws {Error} if the registry already has a metric of the same name
 * @example
 * ```ts
 * collectRuntimeMetrics(registry, { exclude: ["gc", "process_open_fds"], constLabels: { shard: "3" } });
 * ```
 */
export function collectRuntimeMetrics(registry: Registerer, options: RuntimeOptions = {}): Disposable {
  requireRegistry("collectRuntimeMetrics", registry);
  return registerSources(registry, options, (error) => {
    throw error;
  });
}

/**
 * Registers the sources that the options select. Calls `onConflict` for each source that the registry rejects, and
 * omits it if `onConflict` returns.
 *
 * @internal
 */
export function registerSources(
  registry: Registerer,
  options: RuntimeOptions,
  onConflict: (error: unknown) => void,
): Disposable {
  const opened = openCollectors(options);
  disableRuntimeMetrics(registry);
  const set: Disposable = {
    [dispose]: () => {
      if (registrations.get(registry) === set) registrations.set(registry, null);
      for (const collector of opened) {
        registry.unregister(collector);
        collector[dispose]();
      }
    },
  };
  registrations.set(registry, set);
  try {
    for (const collector of opened) {
      try {
        registry.register(collector);
      } catch (error) {
        onConflict(error);
      }
    }
  } catch (error) {
    set[dispose]();
    throw error;
  }
  return set;
}
