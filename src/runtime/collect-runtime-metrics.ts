import type { Registerer } from "../model/collector.js";
import { dispose } from "../platform/dispose.js";
import { openCollectors, type RuntimeOptions } from "./options.js";
import { disableRuntimeMetrics, registrations, requireRegistry } from "./registration.js";

/**
 * Reports the process and the runtime in a registry: the standard `process_*` metrics and those of Node.js, `nodejs_*`. What the
 * platform lacks is left out. Takes the place of the set that the registry has, so it also changes what the default
 * registry shows by itself. Nothing that it starts keeps the process alive.
 *
 * @param registry - where the metrics are shown
 * @param options - what is left out, a prefix, labels
 * @returns takes the metrics out again
 * @throws TypeError or RangeError when the registry is none, or an option is unknown or not lawful; Error when a metric of the same
 * name is registered already
 * @example
 * ```ts
 * collectRuntimeMetrics(registry, { exclude: ["gc", "process_open_fds"], constLabels: { shard: "3" } });
 * ```
 */
export function collectRuntimeMetrics(registry: Registerer, options: RuntimeOptions = {}): Disposable {
  requireRegistry("collectRuntimeMetrics", registry);
  return install(registry, options, (error) => {
    throw error;
  });
}

/**
 * The same, with each metric source that the registry refuses told and left out.
 *
 * @internal
 */
export function install(
  registry: Registerer,
  options: RuntimeOptions,
  onRefusal: (error: unknown) => void,
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
        onRefusal(error);
      }
    }
  } catch (error) {
    set[dispose]();
    throw error;
  }
  return set;
}
